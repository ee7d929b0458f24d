#include "base/unescaped.hpp"

#include <array>
#include <charconv>
#include <optional>
#include <string>

namespace shiptag {
namespace {

/// What an escape stands for, and how long it is.
struct Escape {
  std::string bytes;
  std::size_t length;
};

/// A character that an escape names by a word or a letter.
struct Named {
  std::string_view name;
  char character;
};

constexpr std::size_t longest_escape = 10;

/// The number that all of `digits` is, if it is at most `highest`.
std::optional<std::uint32_t> number_in(std::string_view digits, int base, std::uint32_t highest) {
  std::uint32_t number = 0;
  const auto [end, status] =
      std::from_chars(digits.data(), digits.data() + digits.size(), number, base);
  const bool is_all = status == std::errc{} && end == digits.data() + digits.size();
  return is_all && number <= highest ? std::optional(number) : std::nullopt;
}

/// RFC 3629, section 3. Half of a surrogate pair yields invalid UTF-8.
std::string utf8(std::uint32_t code_point) {
  const auto byte = [](std::uint32_t bits) { return static_cast<char>(bits); };
  const auto more = [&](unsigned shift) { return byte(0x80U | ((code_point >> shift) & 0x3FU)); };
  if (code_point < 0x80) return {byte(code_point)};
  if (code_point < 0x800) return {byte(0xC0U | (code_point >> 6U)), more(0)};
  if (code_point < 0x10000) return {byte(0xE0U | (code_point >> 12U)), more(6), more(0)};
  return {byte(0xF0U | (code_point >> 18U)), more(12), more(6), more(0)};
}

template <std::size_t count>
std::optional<Escape> named(std::string_view name, const std::array<Named, count>& all,
                            std::size_t length) {
  for (const Named& each : all)
    if (name == each.name) return Escape{{each.character}, length};
  return std::nullopt;
}

std::optional<Escape> url_escape(std::string_view text) {
  if (text.size() < 3) return std::nullopt;
  const auto byte = number_in(text.substr(1, 2), 16, 0xFF);
  if (!byte) return std::nullopt;
  return Escape{{static_cast<char>(*byte)}, 3};
}

/// RFC 8259, section 7, and JavaScript's `\'`.
std::optional<Escape> json_escape(std::string_view text) {
  constexpr std::array letters = {Named{"\"", '"'}, Named{"\\", '\\'}, Named{"/", '/'},
                                  Named{"'", '\''}, Named{"b", '\b'},  Named{"f", '\f'},
                                  Named{"n", '\n'}, Named{"r", '\r'},  Named{"t", '\t'}};
  if (!text.starts_with("\\u")) return named(text.substr(1, 1), letters, 2);
  const auto code_point = text.size() < 6 ? std::nullopt : number_in(text.substr(2, 4), 16, 0xFFFF);
  if (!code_point) return std::nullopt;
  return Escape{utf8(*code_point), 6};
}

std::optional<Escape> html_escape(std::string_view text) {
  constexpr std::array entities = {Named{"amp", '&'}, Named{"lt", '<'}, Named{"gt", '>'},
                                   Named{"quot", '"'}, Named{"apos", '\''}};
  const std::size_t end = text.find(';');
  if (end == std::string_view::npos) return std::nullopt;
  const std::string_view name = text.substr(1, end - 1);
  if (!name.starts_with('#')) return named(name, entities, end + 1);
  const bool is_hex = name.starts_with("#x") || name.starts_with("#X");
  const auto code_point = number_in(name.substr(is_hex ? 2 : 1), is_hex ? 16 : 10, 0x10FFFF);
  if (!code_point) return std::nullopt;
  return Escape{utf8(*code_point), end + 1};
}

std::optional<Escape> escape_at(std::string_view text) {
  switch (text.front()) {
    case '%':
      return url_escape(text);
    case '\\':
      return json_escape(text);
    case '&':
      return html_escape(text);
    default:
      return std::nullopt;
  }
}

}  // namespace

std::vector<ReadByte> as_written(std::string_view text) {
  std::vector<ReadByte> bytes;
  bytes.reserve(text.size());
  for (const char byte : text) {
    const auto at = static_cast<std::uint32_t>(bytes.size());
    bytes.push_back({byte, at, at + 1});
  }
  return bytes;
}

std::string bytes_of(const std::vector<ReadByte>& text) {
  std::string bytes;
  bytes.reserve(text.size());
  for (const ReadByte& each : text) bytes += each.byte;
  return bytes;
}

std::vector<ReadByte> unescaped(const std::vector<ReadByte>& text) {
  const std::string bytes = bytes_of(text);
  std::vector<ReadByte> read;
  read.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const auto escape = escape_at(std::string_view(bytes).substr(at, longest_escape));
    if (!escape) {
      read.push_back(text[at++]);
      continue;
    }
    const std::size_t last = at + escape->length - 1;
    for (const char byte : escape->bytes) read.push_back({byte, text[at].begin, text[last].end});
    at = last + 1;
  }
  return read;
}

}  // namespace shiptag
