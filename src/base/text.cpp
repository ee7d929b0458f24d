#include "base/text.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace shiptag {
namespace {

struct Character {
  char32_t code_point = 0;
  std::size_t length = 0;  ///< Bytes; 0 if the text does not begin with well-formed UTF-8.
};

std::uint32_t byte_at(std::string_view text, std::size_t index) noexcept {
  return static_cast<unsigned char>(text[index]);
}

std::size_t length_by_first_byte(std::uint32_t first) noexcept {
  if (first < 0x80) return 1;
  if (first >= 0xC2 && first <= 0xDF) return 2;
  if (first >= 0xE0 && first <= 0xEF) return 3;
  if (first >= 0xF0 && first <= 0xF4) return 4;
  return 0;
}

bool fits_length(char32_t code_point, std::size_t length) noexcept {
  if (length == 3) return code_point >= 0x800 && !(code_point >= 0xD800 && code_point <= 0xDFFF);
  if (length == 4) return code_point >= 0x10000 && code_point <= 0x10FFFF;
  return true;
}

/// The first character of `text`, which is not empty. Source: RFC 3629, section 4.
Character first_character(std::string_view text) noexcept {
  const std::uint32_t first = byte_at(text, 0);
  const std::size_t length = length_by_first_byte(first);
  if (length == 0 || length > text.size()) return {};
  if (length == 1) return {first, 1};
  char32_t code_point = first & (0x7FU >> length);
  for (std::size_t i = 1; i < length; ++i) {
    const std::uint32_t next = byte_at(text, i);
    if ((next & 0xC0U) != 0x80) return {};
    code_point = (code_point << 6U) | (next & 0x3FU);
  }
  return fits_length(code_point, length) ? Character{code_point, length} : Character{};
}

bool is_control(char32_t c) noexcept {
  return c < 0x20 || (c >= 0x7F && c <= 0x9F);
}

/// Whether `c` starts a new line, turns the direction of what follows, or cannot be seen at all.
bool misleads_the_eye(char32_t c) noexcept {
  return (c >= 0x2028 && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) || c == 0x200E ||
         c == 0x200F || c == 0x061C || c == 0xFEFF;
}

}  // namespace

bool is_utf8(std::string_view text) noexcept {
  while (!text.empty()) {
    const Character character = first_character(text);
    if (character.length == 0) return false;
    text.remove_prefix(character.length);
  }
  return true;
}

bool is_web_address(std::string_view text) noexcept {
  const bool is_http = text.starts_with("https://") || text.starts_with("http://");
  return is_http && text.find(' ') == std::string_view::npos && !has_control_characters(text);
}

bool has_control_characters(std::string_view text) noexcept {
  while (!text.empty()) {
    const Character character = first_character(text);
    if (character.length != 0 && is_control(character.code_point)) return true;
    text.remove_prefix(std::max<std::size_t>(character.length, 1));
  }
  return false;
}

std::string printable(std::string_view text, std::size_t limit) {
  std::string out;
  while (!text.empty()) {
    const Character c = first_character(text);
    const bool shown =
        c.length != 0 && !is_control(c.code_point) && !misleads_the_eye(c.code_point);
    const std::string_view piece = shown ? text.substr(0, c.length) : "?";
    if (out.size() + piece.size() > limit) return out + "…";
    out += piece;
    text.remove_prefix(std::max<std::size_t>(c.length, 1));
  }
  return out;
}

std::string in_quotes(std::string_view text, std::size_t limit) {
  return "'" + printable(text, limit) + "'";
}

bool is_same_name(std::string_view one, std::string_view other) noexcept {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
  return std::ranges::equal(one, other, {}, lower, lower);
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  for (;;) {
    const std::size_t end = text.find(separator);
    parts.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

std::string_view trimmed(std::string_view text) noexcept {
  constexpr std::string_view blank = " \t\r\n";
  const std::size_t first = text.find_first_not_of(blank);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(blank) - first + 1);
}

std::vector<std::string> harmless_lines(std::string_view words) {
  constexpr std::size_t most_lines = 50, longest_line = 500;
  std::vector<std::string> lines;
  while (!words.empty() && lines.size() < most_lines) {
    // Progress lines overwrite themselves with \r.
    const std::size_t end = std::min(words.find_first_of("\r\n"), words.size());
    const std::string_view line = trimmed(words.substr(0, end));
    if (!line.empty()) lines.push_back(printable(line, longest_line));
    words.remove_prefix(std::min(end + 1, words.size()));
  }
  return lines;
}

std::string sanitize(std::string_view words) {
  std::string text;
  for (const std::string& line : harmless_lines(words)) {
    if (!text.empty()) text += '\n';
    text += line;
  }
  return text;
}

std::string base64(std::string_view bytes) {
  constexpr std::string_view digits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    const std::string_view group = bytes.substr(i, 3);
    std::uint32_t bits = 0;
    for (std::size_t k = 0; k < 3; ++k)
      bits = (bits << 8U) | (k < group.size() ? static_cast<unsigned char>(group[k]) : 0U);
    for (std::size_t k = 0; k < 4; ++k)
      text += k <= group.size() ? digits[(bits >> (18U - 6U * k)) & 63U] : '=';
  }
  return text;
}

}  // namespace shiptag
