#include "adapters/runner/workflow_commands.hpp"

#include "base/text.hpp"

namespace shiptag::adapters::runner {
namespace {

// actions/runner, src/Runner.Worker/ExecutionContext.cs: _maxIssueMessageLength.
constexpr std::size_t longest_message = 4096;
constexpr std::size_t longest_title = 200;
constexpr std::size_t ellipsis = 3;  // bytes of the mark that printable() puts where it cut

std::string_view escape_of(char c) {
  switch (c) {
    case '%':
      return "%25";
    case '\r':
      return "%0D";
    case '\n':
      return "%0A";
    case ':':
      return "%3A";
    case ',':
      return "%2C";
    default:
      return {};
  }
}

std::string escaped(std::string_view text, std::string_view special) {
  std::string out;
  for (const char c : text) {
    if (special.find(c) != std::string_view::npos)
      out += escape_of(c);
    else
      out += c;
  }
  return out;
}

std::string escape_data(std::string_view text) {
  return escaped(text, "%\r\n");
}

std::string escape_property(std::string_view text) {
  return escaped(text, "%\r\n:,");
}

std::string_view word_for(AnnotationLevel level) {
  switch (level) {
    case AnnotationLevel::error:
      return "error";
    case AnnotationLevel::warning:
      return "warning";
    case AnnotationLevel::notice:
      break;
  }
  return "notice";
}

/// `text` line by line as printable() has it, within `limit` bytes.
std::string printable_lines(std::string_view text, std::size_t limit) {
  std::string out;
  for (const std::string_view line : split(text, '\n')) {
    if (!out.empty()) out += '\n';
    if (out.size() + ellipsis >= limit) break;
    out += printable(line, limit - out.size() - ellipsis);
  }
  return out;
}

}  // namespace

std::string annotation(AnnotationLevel level, std::string_view title, std::string_view message) {
  return "::" + std::string(word_for(level)) +
         " title=" + escape_property(printable(title, longest_title)) +
         "::" + escape_data(printable_lines(message, longest_message)) + "\n";
}

std::string debug(std::string_view line) {
  return "::debug::" + escape_data(printable_lines(line, longest_message)) + "\n";
}

std::string add_mask(std::string_view secret) {
  return "::add-mask::" + escape_data(secret) + "\n";
}

std::string without_commands(std::string_view text, std::string_view token) {
  std::string out = "::stop-commands::" + std::string(token) + "\n" + std::string(text);
  if (out.back() != '\n') out += '\n';
  return out + "::" + std::string(token) + "::\n";
}

}  // namespace shiptag::adapters::runner
