#pragma once
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/expected.hpp"
#include "base/value.hpp"

namespace shiptag {

/// A moment in UTC, to the second, between the years 1970 and 9999.
struct Timestamp {
  std::int64_t seconds = 0;  ///< Since 1970-01-01T00:00:00Z.

  /// Reads RFC 3339: `2025-11-21T10:30:45Z`, with a fraction (dropped) or an offset (`+01:00`).
  /// @return `invalid_input` naming `text` if it is malformed or not a real date and time.
  [[nodiscard]] static Expected<Timestamp> parse(std::string_view text);

  [[nodiscard]] std::string rfc3339() const;  ///< `2025-11-21T10:30:45Z`
  [[nodiscard]] std::string compact() const;  ///< `20251121-103045`, as in a deployment's id.

  friend auto operator<=>(const Timestamp&, const Timestamp&) = default;
};

/// null for none.
[[nodiscard]] Value value_of(const std::optional<Timestamp>& time);

}  // namespace shiptag
