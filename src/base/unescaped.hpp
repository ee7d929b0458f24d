#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace shiptag {

/// A byte of a text as it is read, and where it is written.
struct ReadByte {
  char byte = 0;
  std::uint32_t begin = 0, end = 0;  ///< In the text; more than one byte for an escape.
};

/// `text` as it is written, byte for byte.
[[nodiscard]] std::vector<ReadByte> as_written(std::string_view text);

/// `text` with the escapes of URLs (`%2B`), JSON (`\"`, `\u002b`) and HTML (`&quot;`, `&#43;`,
/// `&#x2B;`) replaced by what they stand for, in UTF-8.
[[nodiscard]] std::vector<ReadByte> unescaped(const std::vector<ReadByte>& text);

[[nodiscard]] std::string bytes_of(const std::vector<ReadByte>& text);

}  // namespace shiptag
