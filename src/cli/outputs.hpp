#pragma once
#include <span>
#include <string_view>

#include "cli/operation.hpp"

namespace shiptag::cli {

/// One output of the action.
struct OutputSpec {
  std::string_view name;         ///< `commit_sha`
  std::string_view description;  ///< One line, for people.
  OperationSet set_by = every_operation;
};

/// Every output there is. action.yml and the documentation follow this table.
[[nodiscard]] std::span<const OutputSpec> all_outputs() noexcept;

}  // namespace shiptag::cli
