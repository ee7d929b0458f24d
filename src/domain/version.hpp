#pragma once
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/expected.hpp"
#include "base/value.hpp"

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

/// Takes a number off the front of `text`: no leading zeros, at most 64 bits.
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

/// The version of one sub-project, e.g. `api/v1.2.3-rc.1`. Immutable; always valid.
class Version {
 public:
  /// MAJOR.MINOR.PATCH, compared as numbers.
  struct Core {
    std::uint64_t major = 0, minor = 0, patch = 0;
    friend auto operator<=>(const Core&, const Core&) = default;
  };

  /// Reads `[sub_project/]vMAJOR.MINOR.PATCH[-prerelease]`.
  ///
  /// A name that ends in `-stable`, `-unstable`, or `-deprecated` is a state tag's, never a
  /// version.
  /// @return the version, or `invalid_input` naming the part that does not fit.
  /// Source: semver.org 2.0.0, items 2 (numbers without leading zeros) and 9 (pre-release).
  [[nodiscard]] static Expected<Version> parse(std::string_view text);

  /// @param prerelease  without its dash; empty for a release.
  /// @return `invalid_input` if `sub_project` or `prerelease` is not valid, or both together are
  /// too long for git.
  [[nodiscard]] static Expected<Version> make(std::string sub_project, Core core,
                                              std::string prerelease = {});

  [[nodiscard]] const std::string& sub_project_path() const noexcept { return sub_project_path_; }
  [[nodiscard]] const Core& core() const noexcept { return core_; }
  [[nodiscard]] const std::string& prerelease() const noexcept { return prerelease_; }
  [[nodiscard]] bool is_release() const noexcept { return prerelease_.empty(); }
  [[nodiscard]] std::string semver() const;  ///< `v1.2.3-rc.1`
  [[nodiscard]] std::string str() const;     ///< The full version: what parse() would read back.

  /// By sub-project, then by precedence (semver.org item 11): `rc.2` < `rc.10` < the release.
  friend std::strong_ordering operator<=>(const Version& a, const Version& b);
  friend bool operator==(const Version&, const Version&) = default;

 private:
  Version() = default;
  std::string sub_project_path_;  ///< Empty for the root project.
  Core core_;
  std::string prerelease_;
};

/// `sub_project/name`, or `name` alone for the root project.
[[nodiscard]] std::string in_sub_project(std::string_view sub_project, std::string_view name);

/// The Version of the data model, with its attribute names.
[[nodiscard]] Value entity(const Version& version);
/// null for none.
[[nodiscard]] Value entity(const std::optional<Version>& version);

}  // namespace shiptag::domain
