#pragma once
#include <optional>
#include <string_view>

namespace shiptag::domain {

/// The quality that a state tag gives to a version.
enum class State { stable, unstable, deprecated };

[[nodiscard]] std::string_view to_string(State state) noexcept;
[[nodiscard]] std::optional<State> state_from(std::string_view word) noexcept;

/// The state that `prerelease` is (`stable`) or ends in (`rc.1-stable`), which no version's
/// pre-release may.
[[nodiscard]] std::optional<State> state_at_end_of(std::string_view prerelease) noexcept;

}  // namespace shiptag::domain
