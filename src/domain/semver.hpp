#pragma once
#include <compare>
#include <cstdint>
#include <string_view>

namespace shiptag::domain {

// The grammar of semantic versions. Nothing here allocates: a listing has a million names to read,
// most of which are not versions. A broken rule is a text for a message; empty if none is broken.

/// What `v1.2.3-rc.1` says; the view points into it.
struct Semver {
  std::uint64_t major = 0, minor = 0, patch = 0;
  std::string_view prerelease = {};   ///< Without its dash; empty for a release.
  std::string_view broken_rule = {};  ///< Why it is not valid; then ignore the rest.
};

/// Source: semver.org 2.0.0, items 2 and 9; build metadata (item 10) is refused.
[[nodiscard]] Semver read_semver(std::string_view text) noexcept;

/// Takes a number without leading zeros that fits 64 bits off the front of `text`.
/// @return the rule that it breaks.
[[nodiscard]] std::string_view take_number(std::string_view& text, std::uint64_t& number) noexcept;

/// @return the rule that `prerelease` breaks; this includes what git refuses in a ref, but not
/// states.
[[nodiscard]] std::string_view broken_prerelease_rule(std::string_view prerelease) noexcept;

/// Compares two pre-releases that are not empty. Numbers may have any length.
/// Source: semver.org 2.0.0, item 11.4.
[[nodiscard]] std::strong_ordering compare_prereleases(std::string_view a,
                                                       std::string_view b) noexcept;

/// True for digits alone.
[[nodiscard]] bool is_numeric(std::string_view identifier) noexcept;

}  // namespace shiptag::domain
