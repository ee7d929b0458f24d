#include "adapters/json/ledger_format.hpp"

#include <vector>

#include "adapters/json/ledger_line.hpp"
#include "adapters/json/write.hpp"
#include "base/text.hpp"

namespace shiptag::adapters::json {
namespace {

constexpr std::size_t max_message_bytes = 1024UL * 1024;

/// The lines of `message` without the blank ones at its end.
std::vector<std::string_view> lines_of(std::string_view message) {
  std::vector<std::string_view> lines = split(message, '\n');
  while (!lines.empty() && trimmed(lines.back()).empty()) lines.pop_back();
  for (std::string_view& line : lines)
    if (line.ends_with('\r')) line.remove_suffix(1);
  return lines;
}

/// Where the lines after the last blank one begin.
std::size_t last_block_of(const std::vector<std::string_view>& lines) {
  std::size_t first = lines.size();
  while (first > 0 && !trimmed(lines[first - 1]).empty()) --first;
  return first;
}

tl::unexpected<Error> unreadable(std::size_t line, const std::string& fault) {
  return fail(ReasonCode::ledger_unreadable,
              "line " + std::to_string(line) + " of the tag's message: " + fault,
              "check the tag with `git show`; `override: true` starts a new ledger, which names "
              "the old tag object");
}

/// A blank line within the JSON would hide the newest lines, and the holds with them.
Expected<void> check_nothing_hidden(const std::vector<std::string_view>& lines, std::size_t first) {
  std::size_t above = first;
  while (above > 0 && trimmed(lines[above - 1]).empty()) --above;
  if (above > 0 && lines[above - 1].starts_with('{'))
    return unreadable(above + 1, "there is a blank line between the ledger's lines");
  return {};
}

}  // namespace

Expected<domain::Ledger> LedgerFormat::read_ledger(std::string_view message) const {
  if (message.size() > max_message_bytes)
    return unreadable(1, "the message has " + std::to_string(message.size()) +
                             " bytes; the limit is " + std::to_string(max_message_bytes));
  const std::vector<std::string_view> lines = lines_of(message);
  const std::size_t first = last_block_of(lines);
  if (first == lines.size() || !lines[first].starts_with('{')) return domain::Ledger();
  if (auto checked = check_nothing_hidden(lines, first); !checked) return fail(checked.error());
  std::vector<domain::LedgerLine> newest_first;
  for (std::size_t i = first; i < lines.size(); ++i) {
    auto line = read_ledger_line(lines[i]);
    if (!line) return unreadable(i + 1, line.error().message);
    newest_first.push_back(std::move(*line));
  }
  return domain::Ledger(std::move(newest_first));
}

std::string LedgerFormat::write_line(const domain::LedgerLine& line) const {
  return write_ledger_line(line);
}

std::string LedgerFormat::write(const shiptag::Value& value) const {
  rapidjson::StringBuffer buffer;
  Writer writer(buffer);
  json::write(writer, value);
  return str(buffer);
}

}  // namespace shiptag::adapters::json
