#include "adapters/sops/leaves.hpp"

#include <algorithm>
#include <optional>

#include "adapters/json/leaves.hpp"
#include "base/text.hpp"

namespace shiptag::adapters::sops {
namespace {

constexpr std::string_view metadata_prefix = "sops_";

std::string_view without_carriage_return(std::string_view line) {
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

enum class Format { yaml, json, dotenv, ini };

/// The formats differ in how they store SOPS' metadata; otherwise the first line decides.
Format format_of(std::string_view text) {
  if (trimmed(text).starts_with('{')) return Format::json;
  std::optional<Format> guess;
  for (const std::string_view whole : split(text, '\n')) {
    const std::string_view line = without_carriage_return(whole);
    if (line == "[sops]") return Format::ini;
    if (line == "sops:") return Format::yaml;
    if (line.starts_with(metadata_prefix) && line.find('=') != std::string_view::npos)
      return Format::dotenv;
    if (ini_section_in(line) && guess != Format::yaml) guess = Format::ini;
    if (guess || trimmed(line).empty() || line.starts_with('#') || line.starts_with(';')) continue;
    const std::size_t delimiter = line.find_first_of("=:");
    const bool is_assignment = delimiter != std::string_view::npos && line[delimiter] == '=';
    guess = is_assignment ? Format::dotenv : Format::yaml;
  }
  return guess.value_or(Format::yaml);
}

constexpr std::string_view quotes[] = {"\"\"\"", "`"};  ///< Around values of several lines.

/// `value` without a pair of equal quotes around it.
std::string_view unquoted(std::string_view value) {
  for (const std::string_view quote : {"\"\"\"", "`", "\"", "'"})
    if (value.size() >= 2 * quote.size() && value.starts_with(quote) && value.ends_with(quote))
      return value.substr(quote.size(), value.size() - 2 * quote.size());
  return value;
}

/// The mark that ends `value` in a later line; empty if it ends in its own.
std::string_view end_of(std::string_view value) {
  for (const std::string_view quote : quotes)
    if (value.starts_with(quote) && value.find(quote, quote.size()) == std::string_view::npos)
      return quote;
  return {};
}

/// Lines of INI as SOPS reads them: with its library's values of several lines.
class IniReader {
 public:
  Expected<std::vector<Leaf>> read(std::string_view text) {
    for (const std::string_view whole : split(text, '\n')) {
      if (leaves_.is_full()) break;
      ++number_;
      const std::string_view line = trimmed(whole);
      if (!open_quote_.empty() || goes_on_)
        go_on(line);
      else
        take(line, whole.starts_with(line.substr(0, 1)));
    }
    // Its meaning is unknown.
    if (!open_quote_.empty()) leaves_.last() = opaque_line(leaves_.last().text, number_);
    return leaves_.take();
  }

 private:
  void take(std::string_view line, bool is_at_margin) {
    const bool is_comment = line.starts_with(';') || line.starts_with('#');
    if (has_line_break(line)) return leaves_.add(opaque_line(line, number_));
    if (line.empty() || is_comment) return;
    if (const auto name = ini_section_in(line)) {
      section_ = *name;
      return;
    }
    const std::size_t delimiter = line.find_first_of("=:");
    if (delimiter == std::string_view::npos)
      return leaves_.add({{section_}, std::string(line), number_, true});
    const std::string_view value = trimmed(line.substr(delimiter + 1));
    leaves_.add({{section_, std::string(trimmed(line.substr(0, delimiter)))},
                 std::string(unquoted(value)),
                 number_});
    // This is how SOPS writes keys. What looks like one elsewhere may be a piece of a value.
    leaves_.last().may_name_key = is_at_margin && line[delimiter] == '=';
    open_quote_ = end_of(value);
    goes_on_ = open_quote_.empty() && value.ends_with('\\');
  }

  /// The value of the previous line continues in `line`.
  void go_on(std::string_view line) {
    leaves_.last().text.append("\n").append(line);
    if (has_line_break(line)) leaves_.last() = opaque_line(leaves_.last().text, number_);
    goes_on_ = open_quote_.empty() && line.ends_with('\\');
    if (!open_quote_.empty() && line.find(open_quote_) != std::string_view::npos) open_quote_ = {};
  }

  Leaves leaves_;
  std::string section_ = "DEFAULT";
  std::string_view open_quote_;
  bool goes_on_ = false;
  std::size_t number_ = 0;
};

}  // namespace

void Leaves::add(Leaf leaf) {
  for (const std::string& key : leaf.path) key_bytes_ += key.size();
  leaves_.push_back(std::move(leaf));
}

Expected<std::vector<Leaf>> Leaves::take() {
  if (!is_full()) return std::move(leaves_);
  return fail(ReasonCode::invalid_input,
              "the keys up to line " + std::to_string(last().line) + " exceed " +
                  std::to_string(most_key_bytes >> 20U) +
                  " MiB in total, counting each key once for every value below it");
}

bool has_line_break(std::string_view line) {
  for (const std::string_view mark : {"\r", "\xc2\x85", "\xe2\x80\xa8", "\xe2\x80\xa9"})
    if (line.find(mark) != std::string_view::npos) return true;
  return false;
}

Leaf opaque_line(std::string_view line, std::size_t number) {
  return {{}, std::string(line), number, true};
}

Expected<std::vector<Leaf>> json_leaves(std::string_view text) {
  Leaves leaves;
  const auto ok = json::for_each_leaf(text, [&](json::Leaf leaf) {
    leaves.add({std::move(leaf.path), std::move(leaf.text), leaf.line});
    return !leaves.is_full();
  });
  if (!ok) return fail(as(ReasonCode::invalid_input, ok.error()));
  return leaves.take();
}

Expected<std::vector<Leaf>> dotenv_leaves(std::string_view text) {
  Leaves leaves;
  std::size_t number = 0;
  for (const std::string_view whole : split(text, '\n')) {
    ++number;
    const std::string_view line = without_carriage_return(whole);
    const std::size_t equals = line.find('=');
    const bool is_comment = line.starts_with('#') && !has_line_break(line);
    if (line.empty() || is_comment) continue;
    if (equals == std::string_view::npos || has_line_break(line)) {
      leaves.add(opaque_line(line, number));
      continue;
    }
    std::string_view key = line.substr(0, equals);
    std::vector<std::string> path;
    if (key.starts_with(metadata_prefix)) {
      path.emplace_back("sops");
      key.remove_prefix(metadata_prefix.size());
    }
    path.emplace_back(key);
    leaves.add({std::move(path), std::string(line.substr(equals + 1)), number});
  }
  return leaves.take();
}

Expected<std::vector<Leaf>> leaves_of(std::string_view text) {
  switch (format_of(text)) {
    case Format::json:
      return json_leaves(text);
    case Format::dotenv:
      return dotenv_leaves(text);
    case Format::ini:
      return ini_leaves(text);
    case Format::yaml:
      break;
  }
  return yaml_leaves(text);
}

std::optional<std::string_view> ini_section_in(std::string_view line) {
  line = trimmed(line);
  if (line.size() < 2 || line.front() != '[' || line.back() != ']') return std::nullopt;
  return line.substr(1, line.size() - 2);
}

Expected<std::vector<Leaf>> ini_leaves(std::string_view text) {
  return IniReader().read(text);
}

}  // namespace shiptag::adapters::sops
