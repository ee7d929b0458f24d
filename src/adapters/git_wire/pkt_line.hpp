#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "base/expected.hpp"

namespace shiptag::adapters::git_wire {

/// One unit of git's wire protocol. `payload` is a view into the bytes that were decoded.
/// Source: gitprotocol-common(5), "pkt-line Format"; 0001 and 0002: gitprotocol-v2(5).
struct PktLine {
  enum class Kind { data, flush, delimiter, response_end };
  Kind kind = Kind::data;
  std::string_view payload;  ///< At most 65516 bytes; empty unless kind is data.

  /// The payload without the newline that text lines may end with.
  [[nodiscard]] std::string_view text() const noexcept {
    return payload.ends_with('\n') ? payload.substr(0, payload.size() - 1) : payload;
  }
};

struct Decoded {
  PktLine line;
  std::size_t consumed;  ///< Bytes of the input that made up `line`.
};

inline constexpr std::string_view flush_pkt = "0000";
inline constexpr std::string_view delimiter_pkt = "0001";
inline constexpr std::size_t longest_pkt = 65520;  ///< Bytes, including the four of its length.

/// Decodes the pkt-line at the front of `bytes`. Does no I/O: feed it whatever has arrived.
/// @return nullopt if more bytes are needed; `protocol` if more bytes could not help.
[[nodiscard]] Expected<std::optional<Decoded>> decode(std::string_view bytes);

/// `payload`, at most 65516 bytes, as a data line.
[[nodiscard]] std::string encode(std::string_view payload);

}  // namespace shiptag::adapters::git_wire
