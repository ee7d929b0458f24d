#include "adapters/report/summary.hpp"

#include "base/text.hpp"

namespace shiptag::adapters::report {
namespace {

using domain::Table;

constexpr std::size_t longest_cell = 1000;
constexpr std::size_t longest_line = 2000;
constexpr std::size_t most_server_lines = 100;

std::string cell(std::string_view text) {
  return printable(text, longest_cell);
}

Table decision(const domain::Outcome& outcome) {
  Table table{.title = {}, .columns = {}, .rows = {}};
  table.rows.push_back({"Decision", std::string(to_string(outcome.decision))});
  table.rows.push_back({"Reason code", std::string(to_string(outcome.reason_code))});
  for (const domain::Finding& finding : outcome.findings)
    table.rows.push_back({cell(finding.subject), cell(finding.value)});
  return table;
}

/// `table` as it may be shown.
Table shown(Table table) {
  for (auto& row : table.rows)
    for (std::string& text : row) text = cell(text);
  return table;
}

Table notices(const std::vector<domain::Notice>& all) {
  Table table{"Notices", {"Level", "About", "Message"}, {}};
  for (const domain::Notice& notice : all)
    table.rows.push_back({notice.level == domain::Notice::Level::warning ? "warning" : "notice",
                          cell(notice.title), cell(notice.message)});
  return table;
}

void add_lines(std::vector<std::string>& lines, std::string_view text) {
  for (const std::string_view line : split(text, '\n')) {
    if (lines.size() == most_server_lines) return;
    if (trimmed(line).empty()) continue;
    const std::size_t end = line.find_last_not_of(" \t\r") + 1;  // Its indentation may matter.
    lines.push_back(printable(line.substr(0, end), longest_line));
  }
}

std::string title_of(const domain::Outcome& outcome) {
  const std::string name = outcome.operation.empty() ? "shiptag" : "shiptag " + outcome.operation;
  return name + ": " + std::string(to_string(outcome.decision)) + " (" +
         std::string(to_string(outcome.reason_code)) + ")" +
         (outcome.remark.empty() ? "" : ", " + outcome.remark);
}

}  // namespace

Summary summarize(const domain::Outcome& outcome) {
  Summary summary{.title = title_of(outcome),
                  .headline = printable(outcome.headline, longest_line),
                  .tables = {decision(outcome)},
                  .details = {},
                  .hint = printable(outcome.hint, longest_line)};
  for (const Table& table : outcome.tables)
    if (!table.rows.empty()) summary.tables.push_back(shown(table));
  if (!outcome.notices.empty()) summary.tables.push_back(notices(outcome.notices));
  add_lines(summary.details, outcome.detail);
  for (const std::string& message : outcome.server_messages) add_lines(summary.details, message);
  return summary;
}

}  // namespace shiptag::adapters::report
