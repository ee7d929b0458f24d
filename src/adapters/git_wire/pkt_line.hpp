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

/// Reads a value from a service's reply as its bytes arrive, however they are split. Does no I/O.
class ReplyReader {
 public:
  virtual ~ReplyReader() = default;

  /// A reply begins, perhaps again: forget what came before.
  virtual void begin() = 0;

  /// The next bytes.
  /// @return `protocol` if they cannot be such a reply; another code if the server says why not.
  [[nodiscard]] virtual Expected<void> feed(std::string_view bytes) = 0;

  /// Whether the reply is complete: it ended where its grammar ends.
  [[nodiscard]] virtual bool complete() const = 0;
};

/// A reply of packet lines. Cuts the bytes that arrive into lines, and ends at an `ERR` line.
/// Keeps at most one line of them.
class PktReader : public ReplyReader {
 public:
  void begin() final;
  [[nodiscard]] Expected<void> feed(std::string_view bytes) final;
  [[nodiscard]] bool complete() const final { return done_; }
  /// Whether the server said that it does not know an object: one of its replicas lags behind.
  [[nodiscard]] bool is_not_our_ref() const { return not_our_ref_; }

 protected:
  virtual void restart() = 0;  ///< The reply begins: forget what came before.
  [[nodiscard]] virtual Expected<void> line(const PktLine& line) = 0;
  /// Asked before each line; true if the rest of the reply has no packet lines and goes to `raw`.
  [[nodiscard]] virtual bool raw_begins(std::string_view /*bytes*/) const { return false; }
  [[nodiscard]] virtual Expected<void> raw(std::string_view /*bytes*/) { return {}; }
  void finish() { done_ = true; }  ///< The reply is complete; what follows is ignored.

 private:
  [[nodiscard]] Expected<std::size_t> take_lines(std::string_view bytes);
  [[nodiscard]] Expected<void> one_line(const PktLine& next);

  std::string rest_;  ///< The start of a line whose end has not arrived.
  bool raw_ = false;
  bool done_ = false;
  bool not_our_ref_ = false;
};

/// The error for the words of an `ERR` line: `unavailable` if the server does not know an object
/// that it has just listed, else `rejected_by_server`.
/// Source: gitprotocol-pack(5), "error-line".
[[nodiscard]] Error server_error(std::string_view words);

/// The streams that a server mixes into one. Source: gitprotocol-pack(5), "Packfile Data".
enum class Band : char { data = 1, words = 2, fatal = 3 };

/// The band that `payload`, of a data line, belongs to; its bytes follow the first one.
/// @return nullopt if it belongs to none.
[[nodiscard]] inline std::optional<Band> band_of(std::string_view payload) noexcept {
  if (payload.empty() || payload.front() < 1 || payload.front() > 3) return std::nullopt;
  return static_cast<Band>(payload.front());
}

}  // namespace shiptag::adapters::git_wire
