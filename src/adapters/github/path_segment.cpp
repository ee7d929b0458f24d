#include "adapters/github/path_segment.hpp"

namespace shiptag::adapters::github {

std::string path_segment(std::string_view text) {
  constexpr std::string_view unreserved =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_~";
  constexpr std::string_view digits = "0123456789ABCDEF";
  const bool is_folder = text == "." || text == "..";
  std::string segment;
  for (const char c : text) {
    if (unreserved.find(c) != std::string_view::npos || (c == '.' && !is_folder)) {
      segment += c;
      continue;
    }
    const unsigned byte = static_cast<unsigned char>(c);
    segment += '%';
    segment += digits[byte >> 4U];
    segment += digits[byte & 15U];
  }
  return segment;
}

bool is_run_id(std::string_view id) noexcept {
  constexpr std::size_t longest = 20;  // 2^64
  return !id.empty() && id.size() <= longest &&
         id.find_first_not_of("0123456789") == std::string_view::npos;
}

}  // namespace shiptag::adapters::github
