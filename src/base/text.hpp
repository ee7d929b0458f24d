#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/expected.hpp"

namespace shiptag {

[[nodiscard]] bool is_utf8(std::string_view text) noexcept;  ///< RFC 3629: no surrogates.
[[nodiscard]] bool has_control_characters(std::string_view text) noexcept;  ///< C0, DEL, UTF-8 C1.

/// True for an address that a browser opens: http:// or https://, without spaces or control
/// characters.
[[nodiscard]] bool is_web_address(std::string_view text) noexcept;

[[nodiscard]] constexpr bool is_digit(char c) noexcept {
  return c >= '0' && c <= '9';
}

/// `text` fit for a message: control characters, line and direction separators, and broken UTF-8
/// as `?`, cut with `…` after `limit` bytes at the end of a character.
[[nodiscard]] std::string printable(std::string_view text, std::size_t limit = 120);

/// `printable` in single quotes.
[[nodiscard]] std::string in_quotes(std::string_view text, std::size_t limit = 120);

/// Whether they differ only in the case of ASCII letters.
[[nodiscard]] bool is_same_name(std::string_view one, std::string_view other) noexcept;

[[nodiscard]] std::vector<std::string_view> split(std::string_view text, char separator);
[[nodiscard]] std::string_view trimmed(std::string_view text) noexcept;  ///< Of space, \t, \r, \n.

/// What a server says to people, line by line, sanitized for a log: no empty lines, at most
/// 50 of at most 500 bytes.
[[nodiscard]] std::vector<std::string> harmless_lines(std::string_view words);

/// The same as one text, as Error::detail has it.
[[nodiscard]] std::string sanitize(std::string_view words);

/// `bytes` as RFC 4648, section 4, writes them: with `+`, `/`, and padding.
[[nodiscard]] std::string base64(std::string_view bytes);

}  // namespace shiptag
