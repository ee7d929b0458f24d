#pragma once
#include <string>
#include <vector>

#include "domain/outcome.hpp"

namespace shiptag::adapters::report {

/// A run as people read it, in no particular format yet. Every text is one line without control
/// characters, of a bounded length; none is escaped.
struct Summary {
  std::string title;     ///< `shiptag deploy: refused (held)`
  std::string headline;  ///< What was done, or why not.
  std::vector<domain::Table> tables;
  std::vector<std::string> details;  ///< Lines: the server's words, or what to write where.
  std::string hint;                  ///< What to do now; may be empty.
};

[[nodiscard]] Summary summarize(const domain::Outcome& outcome);

}  // namespace shiptag::adapters::report
