#include "adapters/sops/leaves.hpp"
#include "base/text.hpp"

namespace shiptag::adapters::sops {
namespace {

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

std::optional<std::string_view> ini_section_in(std::string_view line) {
  line = trimmed(line);
  if (line.size() < 2 || line.front() != '[' || line.back() != ']') return std::nullopt;
  return line.substr(1, line.size() - 2);
}

Expected<std::vector<Leaf>> ini_leaves(std::string_view text) {
  return IniReader().read(text);
}

}  // namespace shiptag::adapters::sops
