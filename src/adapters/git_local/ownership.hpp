#pragma once
#include <string>
#include <vector>

#include "domain/object_id.hpp"

namespace shiptag::adapters::git_local {

/// Gives what root has just written to whom `common_folder` belongs, so that the user whose
/// repository it is can go on with it: a container's action runs as root on someone else's files.
/// Does nothing for another user, and to files that do not belong to root.
void give_to_owner(const std::string& common_folder, const std::vector<std::string>& refs,
                   const std::vector<domain::ObjectId>& objects);

}  // namespace shiptag::adapters::git_local
