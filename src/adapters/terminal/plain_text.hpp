#pragma once
#include <string>

#include "adapters/report/summary.hpp"

namespace shiptag::adapters::terminal {

/// The summary's tables and the details in aligned columns. Ends with a newline.
[[nodiscard]] std::string plain_text(const report::Summary& summary);

}  // namespace shiptag::adapters::terminal
