#pragma once
#include <string>
#include <string_view>

#include "adapters/report/summary.hpp"

namespace shiptag::adapters::report {

/// `text` so that neither markdown nor HTML nor a table sees anything in it but text.
[[nodiscard]] std::string escaped(std::string_view text);

/// The summary as GitHub-flavoured markdown.
/// @param max_bytes  what is longer is cut at the end of a line, and says so.
[[nodiscard]] std::string markdown(const Summary& summary, std::size_t max_bytes);

}  // namespace shiptag::adapters::report
