#include "adapters/github/rate_limit.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>

#include "adapters/http/retry.hpp"

namespace shiptag::adapters::github {
namespace {

/// Until the primary limit resets; nullopt if it is not used up.
std::optional<std::chrono::seconds> until_reset(const http::ResponseHead& head, Timestamp now) {
  constexpr std::int64_t longest = 86400;
  if (head.header("x-ratelimit-remaining") != "0") return std::nullopt;
  const std::string_view value = head.header("x-ratelimit-reset");
  std::int64_t reset = 0;
  const char* end = value.data() + value.size();
  if (const auto read = std::from_chars(value.data(), end, reset);
      read.ec != std::errc{} || read.ptr != end || reset < 0)
    return std::nullopt;
  // The reset comes in whole seconds, and two clocks never quite agree.
  if (reset < now.seconds) return std::chrono::seconds(1);
  return std::chrono::seconds(std::min(reset - now.seconds + 1, longest));
}

}  // namespace

bool is_rate_limited(const http::ResponseHead& head, std::string_view words) {
  const auto says = [&](std::string_view part) {
    return words.find(part) != std::string_view::npos;
  };
  if (head.status != 403 && head.status != 429) return false;
  return !head.header("retry-after").empty() || head.header("x-ratelimit-remaining") == "0" ||
         says("secondary rate limit") || says("API rate limit exceeded");
}

std::chrono::seconds rate_limit_wait(const http::ResponseHead& head, Timestamp now) {
  if (const auto asked = http::parse_retry_after(head.header("retry-after"), now)) return *asked;
  return until_reset(head, now).value_or(std::chrono::seconds(60));
}

}  // namespace shiptag::adapters::github
