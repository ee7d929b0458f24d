#pragma once
#include <string>
#include <string_view>

namespace shiptag::adapters::http {

/// The value of an `Authorization` header. Source: RFC 7617.
[[nodiscard]] std::string basic_auth(std::string_view user, std::string_view password);

}  // namespace shiptag::adapters::http
