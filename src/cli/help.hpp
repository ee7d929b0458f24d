#pragma once
#include <string>

#include "cli/inputs.hpp"

namespace shiptag::cli {

[[nodiscard]] std::string general_help();  ///< Ends with a newline, as the others.
[[nodiscard]] std::string help_for(Operation operation);
[[nodiscard]] std::string version_line();  ///< `shiptag 0.1.0`

}  // namespace shiptag::cli
