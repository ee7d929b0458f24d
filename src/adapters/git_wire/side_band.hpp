#pragma once
#include <optional>
#include <string_view>

namespace shiptag::adapters::git_wire {

/// The streams that a server mixes into one. Source: gitprotocol-pack(5), "Packfile Data".
enum class Band : char { data = 1, words = 2, fatal = 3 };

/// The band that `payload`, of a data line, belongs to; its bytes follow the first one.
/// @return nullopt if it belongs to none.
[[nodiscard]] inline std::optional<Band> band_of(std::string_view payload) noexcept {
  if (payload.empty() || payload.front() < 1 || payload.front() > 3) return std::nullopt;
  return static_cast<Band>(payload.front());
}

}  // namespace shiptag::adapters::git_wire
