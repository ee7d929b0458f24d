#include "cli/help.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "cli/command_line.hpp"

namespace shiptag::cli {
namespace {

constexpr std::size_t width = 88;
constexpr std::size_t column = 26;  // where descriptions start

/// `text` in lines of at most `width`, each but the first indented to `column`.
std::string wrapped(std::string_view text) {
  std::string out;
  std::size_t at = column;
  for (const std::string_view word : split(text, ' ')) {
    if (at > column && at + 1 + word.size() > width) {
      out.append("\n").append(column, ' ');
      at = column;
    }
    if (at > column) out += ' ', ++at;
    out += word;
    at += word.size();
  }
  return out;
}

std::string_view placeholder(const InputSpec& spec) {
  switch (spec.kind) {
    case Kind::flag:
      return "[=true|false]";
    case Kind::number:
      return " <number>";
    case Kind::commit:
      return " <commit>";
    case Kind::timestamp:
      return " <time>";
    case Kind::url:
      return " <url>";
    case Kind::choice:
      return " <word>";
    case Kind::text:
    case Kind::secret:
      break;
  }
  return " <text>";
}

std::string description_of(const InputSpec& spec) {
  std::string text(spec.description);
  if (spec.kind == Kind::choice) {
    std::string words(spec.words);
    for (std::size_t at = 0; (at = words.find('|', at)) != std::string::npos; at += 3)
      words.replace(at, 1, " | ");
    text.append(" One of: ").append(words).append(".");
  }
  if (!spec.fallback.empty()) text.append(" Default: ").append(spec.fallback).append(".");
  return text;
}

std::string entry(std::string name, std::string_view description) {
  name.insert(0, "  ");
  if (name.size() + 2 <= column)
    name.append(column - name.size(), ' ');
  else
    name.append("\n").append(column, ' ');
  return name + wrapped(description) + "\n";
}

}  // namespace

std::string general_help() {
  std::string text =
      "shiptag tags, deploys, and rolls back versions, with git tags as the only state.\n\nusage: "
      "shiptag <operation> [--option value]...\n       shiptag <operation> --help\n       shiptag "
      "--version\n\noperations:\n";
  for (const Operation operation : all_operations)
    text += entry(std::string(to_string(operation)), purpose_of(operation));
  text += "\nenvironment variables:\n" +
          entry("SHIPTAG_TOKEN",
                "Token for the repository's server. For a repository on GitHub, GITHUB_TOKEN works "
                "too.") +
          entry("ALLOW_PROTECTED_TAG_PUSH", "Set to true to allow an override.") +
          entry("SHIPTAG_DEBUG", "Set to 1 to log each request to standard error.") +
          "\nexit status: 0 done, unchanged, or planned; 1 refused or failed; 2 invalid input;\n   "
          "          130 or 143 ended by a signal.\n";
  return text;
}

std::string help_for(Operation operation) {
  const std::string word(to_string(operation));
  std::string text = "shiptag " + word + ": " + std::string(purpose_of(operation)) +
                     ".\n\nusage: shiptag " + word + " [--option value]...\n\noptions:\n";
  for (const InputSpec& spec : all_inputs()) {
    if (spec.name == "operation" || spec.kind == Kind::secret) continue;
    if (!spec.used_by.contains(operation)) continue;
    text +=
        entry("--" + option_for(spec.name) + std::string(placeholder(spec)), description_of(spec));
  }
  return text + "\nThe token is read from SHIPTAG_TOKEN; on GitHub, GITHUB_TOKEN works too.\n";
}

std::string version_line() {
  return "shiptag " SHIPTAG_VERSION "\n";
}

}  // namespace shiptag::cli
