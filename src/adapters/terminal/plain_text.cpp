#include "adapters/terminal/plain_text.hpp"

#include <algorithm>

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

}  // namespace shiptag::adapters::terminal
