#pragma once
#include <string>
#include <vector>

#include "domain/outcome.hpp"

namespace shiptag::adapters::report {

struct Table {
  std::string title;                 ///< Empty for the first.
  std::vector<std::string> columns;  ///< Empty where the columns are self-explanatory.
  std::vector<std::vector<std::string>> rows;
  std::string remark = {};  ///< What the rows leave out; may be empty.
};

/// A run as people read it, in no particular format yet. Every text is one line without control
/// characters, of a bounded length; none is escaped.
struct Summary {
  std::string title;     ///< `shiptag deploy: refused (held)`
  std::string headline;  ///< What was done, or why not.
  std::vector<Table> tables;
  std::vector<std::string> details;  ///< Lines: the server's words, or what to write where.
  std::string hint;                  ///< What to do now; may be empty.
};

/// Rows of a table about versions at most; the rest is counted by reason.
constexpr std::size_t most_rows = 100;

[[nodiscard]] Summary summarize(const domain::Outcome& outcome);

}  // namespace shiptag::adapters::report
