#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "adapters/git_objects/libgit2.hpp"
#include "base/expected.hpp"
#include "domain/object_id.hpp"

namespace shiptag::adapters::git_local {

/// Whether git would take `remote` for a repository on this machine: a `file://` URL, or a path.
/// `host:path` is SSH's short form. Source: git-clone(1), "GIT URLS".
[[nodiscard]] bool is_local_remote(std::string_view remote) noexcept;

/// The path that a local remote names; escapes in a URL (`%20`) are decoded.
/// @return `invalid_input` for a URL with a host, a broken escape, or a control character.
[[nodiscard]] Expected<std::string> path_of_remote(std::string_view remote);

/// Gives what root has just written to the owner of `common_folder`, so that this user can keep
/// working with the repository: a container action runs as root on someone else's files.
/// Does nothing unless this user is root, and nothing to files that do not belong to root.
void give_to_owner(const std::string& common_folder, const std::vector<std::string>& refs,
                   const std::vector<domain::ObjectId>& objects);

/// Opens the repository at `path`, at `path/.git`, or at `path.git`, as git does for a remote.
/// What is written to it from then on is synced to the disk.
/// @return `invalid_input` if there is none, `permission` if this user cannot read it,
///         `unavailable` with libgit2's words for a kind that it does not support (reftable,
///         SHA-256).
[[nodiscard]] Expected<git_objects::Repository> open_repository(const std::string& path);

/// The folder that `refs/`, `objects/`, and `packed-refs` are in, with a slash at its end; that of
/// the main work tree if `repository` is a linked one.
[[nodiscard]] std::string common_folder(git_repository* repository);

}  // namespace shiptag::adapters::git_local
