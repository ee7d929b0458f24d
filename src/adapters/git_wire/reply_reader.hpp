#pragma once
#include <string_view>

#include "base/expected.hpp"

namespace shiptag::adapters::git_wire {

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

}  // namespace shiptag::adapters::git_wire
