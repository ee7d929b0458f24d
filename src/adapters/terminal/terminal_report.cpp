#include "adapters/terminal/terminal_report.hpp"

#include <algorithm>

#include "adapters/report/summary.hpp"
#include "base/text.hpp"

namespace shiptag::adapters::terminal {
namespace {

using domain::Table;

/// Characters, which is what a terminal's columns are for the texts shown here.
std::size_t width(std::string_view text) {
  const auto starts_character = [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
  };
  return static_cast<std::size_t>(std::ranges::count_if(text, starts_character));
}

std::vector<std::size_t> widths_of(const Table& table) {
  std::vector<std::size_t> widths;
  const auto widen = [&widths](const std::vector<std::string>& cells) {
    if (widths.size() < cells.size()) widths.resize(cells.size());
    for (std::size_t i = 0; i < cells.size(); ++i) widths[i] = std::max(widths[i], width(cells[i]));
  };
  widen(table.columns);
  for (const auto& row : table.rows) widen(row);
  return widths;
}

void add_row(std::string& out, const std::vector<std::string>& cells,
             const std::vector<std::size_t>& widths) {
  std::string line = " ";
  for (std::size_t i = 0; i < cells.size(); ++i)
    line.append(" ").append(cells[i]).append(widths[i] - width(cells[i]) + 1, ' ');
  line.resize(line.find_last_not_of(' ') + 1);
  out += line + "\n";
}

void add_table(std::string& out, const Table& table) {
  if (!table.title.empty()) out += "\n" + table.title + ":\n";
  const auto widths = widths_of(table);
  if (!table.columns.empty()) add_row(out, table.columns, widths);
  for (const auto& row : table.rows) add_row(out, row, widths);
  if (!table.remark.empty()) out += "  " + table.remark + "\n";
}

}  // namespace

std::string plain_text(const report::Summary& summary) {
  std::string out;
  for (const Table& table : summary.tables) add_table(out, table);
  if (!summary.details.empty()) out += "\nDetails:\n";
  for (const std::string& line : summary.details) out += "  " + line + "\n";
  return out;
}

Expected<void> TerminalReport::report(const domain::Outcome& outcome) {
  const report::Summary summary = report::summarize(outcome);
  const bool failed = exit_status(outcome.decision, outcome.reason_code) != 0;
  out_ << summary.title << "\n";
  if (!failed) out_ << summary.headline << "\n";
  out_ << "\n" << plain_text(summary);
  if (!failed && !summary.hint.empty()) out_ << "\nhint: " << summary.hint << "\n";
  out_.flush();  // before the error, where both go to one terminal
  if (failed) err_ << "error: " << summary.headline << "\n";
  if (failed && !summary.hint.empty()) err_ << "hint: " << summary.hint << "\n";
  err_.flush();
  if (!out_) return fail(ReasonCode::internal, "cannot write to standard output");
  return {};
}

void TerminalReport::add_error(const std::string& message) {
  err_ << "error: " << message << std::endl;
}

void TerminalLog::debug(std::string_view line) {
  if (shown_ == Shown::yes) err_ << "debug: " << printable(line, 2000) << std::endl;
}

}  // namespace shiptag::adapters::terminal
