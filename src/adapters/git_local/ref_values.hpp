#pragma once
#include <git2.h>

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/expected.hpp"
#include "domain/object_id.hpp"
#include "ports/tag_store.hpp"

namespace shiptag::adapters::git_local {

/// What each of `names` (`refs/tags/…`) points to now; one that does not exist is not in the map.
/// @return `rejected_by_server` if one is a symbolic ref: writing through it moves another one.
[[nodiscard]] Expected<std::map<std::string, domain::ObjectId>> current_values(
    git_repository* repository, const std::vector<std::string>& names);

/// Hands each tag with one of `prefixes` to `sink`; both without `refs/tags/`.
[[nodiscard]] Expected<void> list_tags(git_repository* repository,
                                       const std::vector<std::string>& prefixes,
                                       ports::TagSink& sink);

/// Whether git can have `name` (`refs/tags/…`) beside the refs that exist: it cannot have both `a`
/// and `a/b`. @return `invalid_input` naming the conflicting ref.
[[nodiscard]] Expected<void> check_path_is_free(git_repository* repository,
                                                const std::string& name);

}  // namespace shiptag::adapters::git_local
