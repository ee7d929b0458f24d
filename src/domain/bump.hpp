#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/expected.hpp"
#include "domain/version.hpp"

namespace shiptag::domain {

enum class Bump { major, minor, patch, premajor, preminor, prepatch, prerelease };

[[nodiscard]] std::optional<Bump> bump_from(std::string_view word) noexcept;

/// Checks what a pre-release bump puts in front of its number: identifiers of a pre-release, not
/// all of them numbers, and not the name of a state. @return `invalid_input` naming `id` and the
/// rule.
[[nodiscard]] Expected<void> check_prerelease_id(std::string_view id);

/// `v1` or `v1.2`: the versions of a maintenance branch.
struct ReleaseLine {
  std::uint64_t major = 0;
  std::optional<std::uint64_t> minor = {};

  /// Reads `v1` or `v1.2`. @return `invalid_input` for anything else.
  [[nodiscard]] static Expected<ReleaseLine> parse(std::string_view text);
  [[nodiscard]] bool contains(const Version::Core& core) const noexcept;
  [[nodiscard]] std::string str() const;
};

struct BumpRequest {
  Bump bump = Bump::patch;
  std::string sub_project = {};
  std::string prerelease_id = "rc";  ///< For the pre-release bumps.
  std::optional<ReleaseLine> within = {};
  std::optional<Version> initial_version = {};  ///< Default v0.1.0, or `within`'s first.
};

/// Collects, in a stream, what the next version depends on. Memory does not grow with releases.
class VersionSurvey {
 public:
  explicit VersionSurvey(BumpRequest request) : request_(std::move(request)) {}

  enum class Where { elsewhere, on_the_commit };
  /// @param where  whether the version's tag is on the commit that is to be tagged.
  void add(const Version& version, Where where);

  /// The version that a rerun must return instead of making a second one: the highest on the commit
  /// that is a release (for a release bump) or a pre-release with the id (for the others).
  [[nodiscard]] const std::optional<Version>& already_there() const noexcept { return on_commit_; }

  /// @return the next version; `conflict` if a pre-release would not be higher than those that
  ///         there are of its version; `invalid_input` if a number would overflow or leave
  ///         `within`, or if the request's `prerelease_id` or `initial_version` is needed and
  ///         cannot be used.
  [[nodiscard]] Expected<Version> next() const;

 private:
  void add_prerelease(const Version& version);
  [[nodiscard]] bool is_prerelease_bump() const noexcept;
  [[nodiscard]] bool is_of_the_kind_asked_for(const Version& version) const;
  [[nodiscard]] Expected<Version> first() const;
  [[nodiscard]] Expected<Version> release(Version::Core core) const;
  [[nodiscard]] Expected<Version> prerelease(Version::Core core) const;
  [[nodiscard]] Expected<Version> in_the_spelling_of(const Version& highest) const;
  [[nodiscard]] Expected<void> check_within(const Version::Core& core) const;

  BumpRequest request_;
  std::optional<Version> highest_release_;
  std::optional<Version> highest_prerelease_;
  std::optional<Version> on_commit_;
  struct Prereleases {
    std::uint64_t number = 0;             ///< The highest N of `-<prerelease_id>.N`; 0: none.
    std::optional<Version> highest = {};  ///< Whatever its id.
  };
  /// Of cores above the highest release.
  std::map<Version::Core, Prereleases> prereleases_;
};

}  // namespace shiptag::domain
