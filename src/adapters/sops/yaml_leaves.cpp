#include <algorithm>
#include <array>
#include <optional>

#include "adapters/sops/leaves.hpp"
#include "base/text.hpp"

namespace shiptag::adapters::sops {
namespace {

constexpr std::size_t max_depth = 32;

/// Where the quoted text at the start of `text` ends: the byte behind its closing quote.
std::optional<std::size_t> end_of_quoted(std::string_view text) {
  const char quote = text.front();
  for (std::size_t at = 1; at < text.size(); ++at) {
    if (quote == '"' && text[at] == '\\') {
      ++at;
    } else if (text[at] == quote) {
      if (quote == '"' || text.substr(at + 1, 1) != "'") return at + 1;
      ++at;  // Two single quotes are one in the text.
    }
  }
  return std::nullopt;
}

bool is_quoted(std::string_view text) {
  return text.starts_with('"') || text.starts_with('\'');
}

/// Whether nothing but a comment is in `rest`.
bool is_blank(std::string_view rest) {
  const std::string_view text = trimmed(rest);
  return text.empty() || text.front() == '#';
}

struct Entry {
  std::string key;
  std::string_view value;  ///< Behind the colon, trimmed.
};

/// `text` as `key:` or `key: value`; nullopt if it is none, or its key of a kind SOPS never writes.
std::optional<Entry> entry_in(std::string_view text) {
  constexpr std::string_view not_first = "?{[&*!|>%@`,]}\t";
  std::size_t end = 0;
  if (is_quoted(text)) {
    const auto closed = end_of_quoted(text);
    if (!closed) return std::nullopt;
    end = *closed;
  } else {
    if (not_first.find(text.front()) != std::string_view::npos) return std::nullopt;
    end = std::min(text.find(": "), text.ends_with(':') ? text.size() - 1 : text.size());
    if (text.substr(0, end).find(" #") != std::string_view::npos) return std::nullopt;
  }
  const std::string_view behind = text.substr(end);
  if (!behind.starts_with(':') || (behind.size() > 1 && behind[1] != ' ')) return std::nullopt;
  const std::string_view key = text.substr(0, end);
  return Entry{std::string(is_quoted(key) ? key.substr(1, key.size() - 2) : key),
               trimmed(behind.substr(1))};
}

/// A leaf for the value as it is written in one line. Line and path are left to the caller.
Leaf leaf_of(std::string_view value) {
  constexpr std::array<std::string_view, 6> nothing = {"null", "Null", "NULL", "~", "{}", "[]"};
  constexpr std::string_view may_hold_keys = "&*!{[";
  if (is_quoted(value)) {
    const auto end = end_of_quoted(value);
    if (!end || !is_blank(value.substr(*end))) return {{}, std::string(value)};
    return {{}, std::string(value.substr(1, *end - 2))};
  }
  const std::string_view plain = trimmed(value.substr(0, value.find(" #")));
  if (std::find(nothing.begin(), nothing.end(), plain) != nothing.end()) return {};
  Leaf leaf{{}, std::string(plain)};
  leaf.is_opaque = may_hold_keys.find(plain.front()) != std::string_view::npos;
  return leaf;
}

class Reader {
 public:
  [[nodiscard]] Expected<std::vector<Leaf>> read(std::string_view text) {
    for (const std::string_view line : split(text, '\n')) {
      ++number_;
      take(line.ends_with('\r') ? line.substr(0, line.size() - 1) : line);
      if (levels_.size() > max_depth)
        return fail(ReasonCode::invalid_input, "line " + std::to_string(number_) +
                                                   " is nested deeper than " +
                                                   std::to_string(max_depth));
    }
    return std::move(leaves_);
  }

 private:
  struct Level {
    std::size_t column;
    std::string key;
    bool has_value;  ///< In its own line, so that no list can follow.
  };

  void take(std::string_view line) {
    std::size_t column = std::min(line.find_first_not_of(' '), line.size());
    std::string_view text = line.substr(column);
    if (trimmed(text).empty() || text.front() == '#') return;
    if (open_ && column > *open_) {  // The value of the last leaf goes on.
      leaves_.back().text.append("\n").append(text);
      return;
    }
    open_.reset();
    if (column == 0 && (text == "---" || text == "...")) {
      levels_.clear();
      return;
    }
    const std::size_t start = column;
    while (text == "-" || text.starts_with("- ")) {
      leave_for_list_at(column);
      const std::size_t step = std::min(text.find_first_not_of(' ', 1), text.size());
      column += step;
      text.remove_prefix(step);
      if (is_blank(text)) return;
    }
    if (const auto entry = entry_in(text)) {
      take_entry(*entry, column);
    } else if (column > start) {
      add(leaf_of(text), start);
    } else {
      leave_for_key_at(column);
      Leaf unknown{{}, std::string(text)};
      unknown.is_opaque = true;
      add(std::move(unknown), column);
    }
  }

  void take_entry(const Entry& entry, std::size_t column) {
    leave_for_key_at(column);
    const bool has_value = !is_blank(entry.value);
    levels_.push_back({column, entry.key, has_value});
    if (has_value) add(leaf_of(entry.value), column);
  }

  void leave_for_key_at(std::size_t column) {
    while (!levels_.empty() && levels_.back().column >= column) levels_.pop_back();
  }

  /// A list may stand right below its key, not further in.
  void leave_for_list_at(std::size_t column) {
    while (!levels_.empty() && (levels_.back().column > column ||
                                (levels_.back().column == column && levels_.back().has_value)))
      levels_.pop_back();
  }

  /// Lines further in than `column` belong to the leaf too.
  void add(Leaf leaf, std::size_t column) {
    leaf.line = number_;
    for (const Level& level : levels_) leaf.path.push_back(level.key);
    leaves_.push_back(std::move(leaf));
    open_ = column;
  }

  std::vector<Leaf> leaves_;
  std::vector<Level> levels_;
  std::optional<std::size_t> open_;
  std::size_t number_ = 0;
};

}  // namespace

Expected<std::vector<Leaf>> yaml_leaves(std::string_view text) {
  return Reader().read(text);
}

}  // namespace shiptag::adapters::sops
