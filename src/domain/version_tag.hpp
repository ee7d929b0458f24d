#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "base/timestamp.hpp"
#include "domain/names.hpp"
#include "domain/object_id.hpp"
#include "domain/version.hpp"

namespace shiptag::domain {

/// The quality that a state tag gives to a version.
enum class State { stable, unstable, deprecated };

[[nodiscard]] std::string_view to_string(State state) noexcept;
[[nodiscard]] std::optional<State> state_from(std::string_view word) noexcept;

/// The state that `prerelease` is (`stable`) or ends in (`rc.1-stable`), which no version's
/// pre-release may.
[[nodiscard]] std::optional<State> state_at_end_of(std::string_view prerelease) noexcept;

enum class TagType { version, environment, state };
[[nodiscard]] std::string_view to_string(TagType type) noexcept;

/// The VersionTag of the data model.
struct VersionTag {
  std::string tag_name;
  TagType tag_type = TagType::version;
  std::string sub_project_path;         ///< Empty for the root project.
  std::optional<Version> version = {};  ///< Set for version and state tags.
  std::string environment = {};         ///< Set for environment tags.
  std::optional<State> state = {};      ///< Set for state tags.
  ObjectId commit_sha = {};
  std::optional<Timestamp> created_at = {};  ///< Unset unless the object was read or written.
  std::optional<Timestamp> updated_at = {};  ///< Only for environment tags.

  [[nodiscard]] bool is_movable() const noexcept { return tag_type == TagType::environment; }
};

// The three kinds of tag with what belongs to each, their times unset.
[[nodiscard]] VersionTag version_tag(const Version& version, const ObjectId& commit);
/// @param version  a release; pre-releases have no states.
[[nodiscard]] VersionTag state_tag(const Version& version, State state, const ObjectId& commit);
/// @param environment  a name that EnvironmentNames::check accepts.
[[nodiscard]] VersionTag environment_tag(std::string_view sub_project, std::string_view environment,
                                         const ObjectId& commit);

/// What a tag's name says; see `classify`.
struct TagName {
  enum class Kind {
    version,      ///< `version` is set.
    state,        ///< `version` and `state` are set.
    environment,  ///< `environment` is set.
    ambiguous,    ///< `v1.2.3-rc.1-stable`: neither a version nor a state; reported, left alone.
    other
  };
  Kind kind = Kind::other;
  std::optional<Version> version = {};
  std::optional<State> state = {};
  std::string environment = {};
};

/// Reads a tag's name as one of `sub_project`'s. A state suffix is recognized first.
/// Names of other sub-projects are `other`.
[[nodiscard]] TagName classify(std::string_view tag_name, std::string_view sub_project,
                               const EnvironmentNames& environments);

[[nodiscard]] std::string state_tag_name(const Version& version, State state);

/// Whether `version` may be created as a tag: its pre-release is not a valid environment name
/// without a configuration folder. @return `environment_not_configured`.
[[nodiscard]] Expected<void> check_creatable(const Version& version,
                                             const EnvironmentNames& environments);

/// `text` without `refs/tags/` in front, which `github.ref` has.
[[nodiscard]] std::string_view short_tag_name(std::string_view text) noexcept;

/// A version as a person gives it: `v1.2.3`, `1.2.3`, with its sub-project (`api/v1.2.3`), or as a
/// full ref (`refs/tags/api/v1.2.3`).
/// @return `invalid_input` if it is not valid, or belongs to another sub-project.
[[nodiscard]] Expected<Version> version_in(std::string_view sub_project, std::string_view text);

/// The VersionTag of the data model, with its attribute names.
[[nodiscard]] Value entity(const VersionTag& tag);

}  // namespace shiptag::domain
