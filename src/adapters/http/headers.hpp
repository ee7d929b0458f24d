#pragma once
#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "base/timestamp.hpp"

namespace shiptag::adapters::http {

/// The value of an `Authorization` header. Source: RFC 7617.
[[nodiscard]] std::string basic_auth(std::string_view user, std::string_view password);

/// The value of a Retry-After header: seconds, or a date, counted from `now`.
/// @return nullopt if it is neither. Source: RFC 9110, section 10.2.3.
[[nodiscard]] std::optional<std::chrono::seconds> parse_retry_after(std::string_view value,
                                                                    Timestamp now);

}  // namespace shiptag::adapters::http
