#pragma once
#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>

#include "base/timestamp.hpp"

namespace shiptag::adapters::http {

/// What decides whether and when a request is sent again.
struct Tried {
  int attempts = 1;                                     ///< So far, from 1.
  std::optional<std::chrono::seconds> asked_to_wait{};  ///< The server's Retry-After.
  std::chrono::milliseconds time_left{0};               ///< Until all must be done.
  std::uint64_t random = 0;                             ///< 64 bits, for the jitter.
};

/// How long to wait before the next attempt: what the server asked for, else a random time between
/// a half and the whole of 250 ms, doubled with each attempt up to 8 s.
/// @return nullopt if it is not worth it: after eight attempts, or if the time would run out.
[[nodiscard]] std::optional<std::chrono::milliseconds> retry_delay(const Tried& tried);

/// The value of a Retry-After header: seconds, or a date, counted from `now`.
/// @return nullopt if it is neither. Source: RFC 9110, section 10.2.3.
[[nodiscard]] std::optional<std::chrono::seconds> parse_retry_after(std::string_view value,
                                                                    Timestamp now);

}  // namespace shiptag::adapters::http
