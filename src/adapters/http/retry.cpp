#include "adapters/http/retry.hpp"

#include <algorithm>
#include <charconv>
#include <ctime>
#include <string>

namespace shiptag::adapters::http {

std::optional<std::chrono::milliseconds> retry_delay(const Tried& tried) {
  using std::chrono::milliseconds;
  constexpr int most_attempts = 8;
  constexpr milliseconds first{250};
  constexpr milliseconds longest{8000};
  if (tried.attempts >= most_attempts) return std::nullopt;
  milliseconds delay = std::min(first * (1 << std::max(tried.attempts - 1, 0)), longest);
  const auto half = static_cast<std::uint64_t>(delay.count() / 2);
  delay = milliseconds(static_cast<milliseconds::rep>(half + tried.random % (half + 1)));
  if (tried.asked_to_wait) delay = *tried.asked_to_wait;
  if (delay >= tried.time_left) return std::nullopt;
  return delay;
}

std::optional<std::chrono::seconds> parse_retry_after(std::string_view value, Timestamp now) {
  constexpr std::int64_t longest = 86400;
  std::int64_t seconds = 0;
  const char* end = value.data() + value.size();
  if (const auto read = std::from_chars(value.data(), end, seconds);
      read.ec == std::errc{} && read.ptr == end && seconds >= 0)
    return std::chrono::seconds(std::min(seconds, longest));
  std::tm date{};
  const std::string text(value);
  const char* rest = ::strptime(text.c_str(), "%a, %d %b %Y %H:%M:%S GMT", &date);
  if (rest == nullptr || *rest != '\0') return std::nullopt;
  seconds = std::int64_t{::timegm(&date)} - now.seconds;
  return std::chrono::seconds(std::clamp(seconds, std::int64_t{0}, longest));
}

}  // namespace shiptag::adapters::http
