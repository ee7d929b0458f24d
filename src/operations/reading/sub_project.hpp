#pragma once
#include <functional>
#include <string>
#include <vector>

#include "base/expected.hpp"
#include "domain/names.hpp"
#include "domain/object_id.hpp"
#include "domain/version.hpp"
#include "operations/context.hpp"
#include "operations/reading/environment_state.hpp"
#include "operations/reading/tag_listing.hpp"

namespace shiptag::operations {

/// One sub-project of the repository; its names are known to be valid.
struct SubProject {
  std::string path;  ///< `api`; empty: the whole repository.
  domain::EnvironmentNames environments;

  /// `name` as a tag of this sub-project: `api/production`.
  [[nodiscard]] std::string tag(std::string_view name) const {
    return domain::in_sub_project(path, name);
  }
  /// The prefix that all of its version tags begin with: `api/v`.
  [[nodiscard]] std::string version_prefix() const { return tag("v"); }
};

/// The sub-project of a request.
/// @param version  as typed: where no sub-project is given, the one it names (`api/v1.2.3`) counts.
/// @return `invalid_input` if that is not a valid sub-project.
[[nodiscard]] Expected<SubProject> open_sub_project(const std::string& sub_project,
                                                    const std::string& version, Ports& ports);

/// Checks the names of an environment and a region (which may be empty).
[[nodiscard]] Expected<void> check_place(const SubProject& sub_project,
                                         const std::string& environment, const std::string& region);

/// Lists what begins with `prefixes`, keeping `names` whatever they are; a broken one among them is
/// an error.
[[nodiscard]] Expected<TagListing> list_tags(const SubProject& sub_project,
                                             const std::vector<std::string>& prefixes,
                                             std::set<std::string> names, Ports& ports);

/// Answers from `listing`, which has every version.
[[nodiscard]] VersionsOn versions_in(const TagListing& listing);
/// Answers by a listing of its own.
[[nodiscard]] VersionsOn versions_by_listing(const SubProject& sub_project, Ports& ports);

}  // namespace shiptag::operations
