#pragma once
#include <string>

#include "cli/inputs.hpp"

namespace shiptag::cli {

[[nodiscard]] std::string general_help();  ///< Ends with a newline, like the others.
[[nodiscard]] std::string help_for(Operation operation);
[[nodiscard]] std::string
version_line();  ///< `shiptag 1.2.3`; if it is not a release, `shiptag 0.0.0-dev`

}  // namespace shiptag::cli
