#pragma once
#include <chrono>
#include <optional>
#include <string_view>

#include "adapters/http/http_client.hpp"
#include "base/timestamp.hpp"

namespace shiptag::adapters::github {

/// Whether a response says that there were too many requests; this one then had no effect.
/// @param words  what GitHub says, or the beginning of the body.
[[nodiscard]] bool is_rate_limited(const http::ResponseHead& head, std::string_view words);

/// How long GitHub asks us to wait after a response that is_rate_limited, or after GraphQL's
/// `RATE_LIMITED`: what its headers say, else a minute. At most a day.
/// Source: GitHub's "Rate limits for the REST API", and "for the GraphQL API".
[[nodiscard]] std::chrono::seconds rate_limit_wait(const http::ResponseHead& head, Timestamp now);

}  // namespace shiptag::adapters::github
