#pragma once
#include <string>

#include "adapters/git_objects/libgit2.hpp"
#include "base/expected.hpp"

namespace shiptag::adapters::git_local {

/// Opens the repository at `path`, at `path/.git`, or at `path.git`, as git does for a remote.
/// What is written to it from then on is synced to the disk.
/// @return `invalid_input` if there is none, `permission` if this user cannot read it,
///         `unavailable` with libgit2's words for a kind that it does not support (reftable,
///         SHA-256).
[[nodiscard]] Expected<git_objects::Repository> open_repository(const std::string& path);

/// The folder that `refs/`, `objects/` and `packed-refs` are in, with a slash at its end; that of
/// the main work tree if `repository` is a linked one.
[[nodiscard]] std::string common_folder(git_repository* repository);

}  // namespace shiptag::adapters::git_local
