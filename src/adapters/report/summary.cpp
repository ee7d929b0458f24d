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

// A character reference never counts as markup (CommonMark 0.31, section 2.5), in a table neither.
constexpr std::string_view markup = "&<>|`*[]\\";

void add_row(std::string& out, const std::vector<std::string>& cells) {
  out += "|";
  for (const std::string& text : cells)
    out.append(text.empty() ? " |" : " " + escaped(text) + " |");
  out += "\n";
}

void add_rule(std::string& out, std::size_t columns) {
  out += "|";
  for (std::size_t i = 0; i < columns; ++i) out += "---|";
  out += "\n";
}

std::string table(const domain::Table& table) {
  std::string out = "\n";
  if (!table.title.empty()) out += "### " + escaped(table.title) + "\n\n";
  auto rows = table.rows;
  if (!table.columns.empty()) rows.insert(rows.begin(), table.columns);
  for (auto row = rows.begin(); row != rows.end(); ++row) {
    add_row(out, *row);
    // A Markdown table requires a header row: without columns, the first row becomes it.
    if (row == rows.begin()) add_rule(out, row->size());
  }
  if (!table.remark.empty()) out += "\n" + escaped(table.remark) + "\n";
  return out;
}

/// `line` broken between words where it is wider than GitHub shows: preformatted text does not
/// wrap, and only those who scroll see the rest.
std::string wrapped(std::string_view line) {
  constexpr std::size_t width = 100;
  std::string out;
  while (line.size() > width) {
    const std::size_t space = line.rfind(' ', width);
    // No word fits: a long address, or the indentation.
    if (space == std::string_view::npos || line.find_first_not_of(' ') > space) break;
    out += escaped(line.substr(0, space)) + "\n";
    line.remove_prefix(space + 1);
  }
  return out + escaped(line) + "\n";
}

std::string preformatted(const std::vector<std::string>& lines) {
  std::string out = "\nDetails:\n\n<pre>\n";
  for (const std::string& line : lines) out += wrapped(line);
  return out + "</pre>\n";
}

std::string cut(std::string text, std::size_t max_bytes) {
  constexpr std::string_view said = "\n\nThe rest did not fit.\n";
  if (text.size() <= max_bytes) return text;
  if (max_bytes <= said.size()) return {};
  text.resize(max_bytes - said.size());
  text.resize(text.rfind('\n') + 1);  // npos + 1 is 0: no whole line fits
  return text.append(said);
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

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '\n' || c == '\r')
      out += ' ';
    else if (markup.find(c) != std::string_view::npos)
      out.append("&#").append(std::to_string(static_cast<int>(c))).append(";");
    else
      out += c;
  }
  return out;
}

std::string markdown(const Summary& summary, std::size_t max_bytes) {
  std::string out = "## " + escaped(summary.title) + "\n\n" + escaped(summary.headline) + "\n";
  if (!summary.hint.empty()) out += "\n**What to do:** " + escaped(summary.hint) + "\n";
  for (const domain::Table& one : summary.tables) out += table(one);
  if (!summary.details.empty()) out += preformatted(summary.details);
  return cut(std::move(out), max_bytes);
}

}  // namespace shiptag::adapters::report
