#pragma once
#include <functional>
#include <string>
#include <vector>

#include "base/expected.hpp"

namespace shiptag::adapters::git_local {

/// The names (`refs/tags/…`) of the files in `refs/tags/` that could be refs with one of `prefixes`
/// (`refs/tags/api/`); files that cannot be refs, such as lock files, are left out.
/// @param common_folder  what `refs/` is in, with a slash at its end.
/// @return `permission` or `unavailable` naming the folder that cannot be read, or
///         `rejected_by_server` naming a symbolic link that could be or contain such a name.
[[nodiscard]] Expected<std::vector<std::string>> loose_tags(
    const std::string& common_folder, const std::vector<std::string>& prefixes);

}  // namespace shiptag::adapters::git_local
