#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "base/expected.hpp"

namespace shiptag::adapters::github {

/// The address with `rel="next"` in a `Link` header; nullopt if there is none.
/// @param url  of the page that the header came with.
/// @return `invalid_input` or `protocol` if it is on another origin, where the token must not go.
/// Source: RFC 8288, section 3.
[[nodiscard]] Expected<std::optional<std::string>> next_page(std::string_view url,
                                                             std::string_view link);

}  // namespace shiptag::adapters::github
