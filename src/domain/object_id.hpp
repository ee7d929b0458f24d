#pragma once
#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/expected.hpp"

namespace shiptag::domain {

/// The name of a git object: 20 bytes, written as 40 lower-case hex digits.
class ObjectId {
 public:
  ObjectId() = default;  ///< All zeros, which git's protocol uses for "none".

  /// @return `invalid_input` unless `hex` is 40 hex digits; `field` names it in the message.
  [[nodiscard]] static Expected<ObjectId> parse(std::string_view hex,
                                                std::string_view field = "object id");
  /// The same for hot paths. @return nullopt unless `hex` is 40 hex digits.
  [[nodiscard]] static std::optional<ObjectId> from_hex(std::string_view hex) noexcept;

  [[nodiscard]] std::string hex() const;
  [[nodiscard]] bool is_zero() const noexcept { return bytes_ == std::array<std::uint8_t, 20>{}; }

  friend auto operator<=>(const ObjectId&, const ObjectId&) = default;

 private:
  std::array<std::uint8_t, 20> bytes_{};
};

}  // namespace shiptag::domain
