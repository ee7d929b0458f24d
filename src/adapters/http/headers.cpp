#include "adapters/http/headers.hpp"

#include <algorithm>
#include <charconv>
#include <ctime>
#include <string>

#include "base/text.hpp"

namespace shiptag::adapters::http {

std::string basic_auth(std::string_view user, std::string_view password) {
  return "Basic " + base64(std::string(user).append(":").append(password));
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
