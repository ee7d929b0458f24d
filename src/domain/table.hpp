#pragma once
#include <cstddef>
#include <string>
#include <vector>

namespace shiptag::domain {

/// Rows of a table at most; what builds it says in `remark` how many more there are.
constexpr std::size_t most_rows = 100;

/// Something a summary shows as rows and columns, in no particular format.
struct Table {
  std::string title;                 ///< Empty for the first.
  std::vector<std::string> columns;  ///< Empty where the columns are self-explanatory.
  std::vector<std::vector<std::string>> rows = {};
  std::string remark = {};  ///< What the rows leave out; may be empty.
};

}  // namespace shiptag::domain
