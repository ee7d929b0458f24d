#pragma once
#include <cstddef>
#include <set>
#include <string>
#include <string_view>

#include "base/expected.hpp"

namespace shiptag::domain {

/// The longest name of a tag that shiptag creates, in bytes: a file system's 255, minus what git
/// adds while it writes the ref.
inline constexpr std::size_t longest_tag_name = 244;

/// The environments of a project: the five that always exist, and those with a folder.
class EnvironmentNames {
 public:
  enum class Unlisted { refused, allowed };

  EnvironmentNames() = default;
  /// @param configured  names of the folders in `environments/`; those that cannot be an
  ///                    environment's name (`global`, or malformed) are left out.
  /// @param unlisted    allowed for `environments_dir: none`: names are not checked.
  explicit EnvironmentNames(const std::set<std::string>& configured,
                            Unlisted unlisted = Unlisted::refused);

  /// True for a name that sub-projects and pre-releases must not use.
  [[nodiscard]] bool reserves(std::string_view name) const;
  /// True for a name with a configuration folder.
  [[nodiscard]] bool has_folder(std::string_view name) const;
  /// True for an environment's name, as far as names are checked: what check() accepts.
  [[nodiscard]] bool contains(std::string_view name) const;
  /// @return `invalid_input` for a name that cannot be an environment's,
  ///         `environment_not_configured` for one that could but has no folder.
  [[nodiscard]] Expected<void> check(std::string_view name) const;

 private:
  std::set<std::string, std::less<>> configured_;
  Unlisted unlisted_ = Unlisted::refused;
};

/// True for `[a-z][a-z0-9-]*`, except `global`, `v1` and the like, and 40 hex digits, which git
/// would take for an object. At most 100 bytes.
[[nodiscard]] bool is_environment_name(std::string_view name);

/// A region's name: `[a-z]{2}-[a-z]+`, at most 100 bytes. @return `invalid_input`.
[[nodiscard]] Expected<void> check_region_name(std::string_view name);

/// True for `v1`, `v1.2`, and `v1.2.3`, the last with or without a pre-release.
[[nodiscard]] bool looks_like_version(std::string_view name) noexcept;

/// The rule of the grammar that a segment of `path` breaks, environments' names and versions aside;
/// empty if it breaks none. An empty path is an empty segment.
[[nodiscard]] std::string_view broken_path_rule(std::string_view path) noexcept;

/// The path of a sub-project; empty is the root project. At most 200 bytes.
/// @return `invalid_input` naming the segment and the rule of the grammar that it breaks.
[[nodiscard]] Expected<void> check_sub_project(std::string_view path,
                                               const EnvironmentNames& environments);

}  // namespace shiptag::domain
