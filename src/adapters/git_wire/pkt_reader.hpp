#pragma once
#include <string>
#include <string_view>

#include "adapters/git_wire/pkt_line.hpp"
#include "adapters/git_wire/reply_reader.hpp"

namespace shiptag::adapters::git_wire {

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

  std::string rest_;  ///< The beginning of a line whose end has not arrived.
  bool raw_ = false;
  bool done_ = false;
  bool not_our_ref_ = false;
};

/// The error for the words of an `ERR` line: `unavailable` if the server does not know an object
/// that it has just listed, else `rejected_by_server`.
/// Source: gitprotocol-pack(5), "error-line".
[[nodiscard]] Error server_error(std::string_view words);

}  // namespace shiptag::adapters::git_wire
