#pragma once
#include <string>
#include <string_view>

#include "adapters/report/summary.hpp"

namespace shiptag::adapters::report {

/// `text` escaped, so that Markdown, HTML and tables treat it as plain text.
[[nodiscard]] std::string escaped(std::string_view text);

/// The summary as GitHub Flavored Markdown.
/// @param max_bytes  a longer summary is cut at the end of a line, and says so.
[[nodiscard]] std::string markdown(const Summary& summary, std::size_t max_bytes);

}  // namespace shiptag::adapters::report
