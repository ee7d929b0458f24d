#pragma once
#include <string>
#include <vector>

#include "domain/object_id.hpp"

namespace shiptag::adapters::git_local {

/// Gives what root has just written to the owner of `common_folder`, so that this user can keep
/// working with the repository: a container action runs as root on someone else's files.
/// Does nothing unless this user is root, and nothing to files that do not belong to root.
void give_to_owner(const std::string& common_folder, const std::vector<std::string>& refs,
                   const std::vector<domain::ObjectId>& objects);

}  // namespace shiptag::adapters::git_local
