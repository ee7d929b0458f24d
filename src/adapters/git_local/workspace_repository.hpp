#pragma once
#include <optional>
#include <string>

#include "base/expected.hpp"
#include "domain/object_id.hpp"

namespace shiptag::adapters::git_local {

/// Whether libgit2 may open the repository at `folder` or at `folder/.git`: it reads some files by
/// itself, and would wait for a pipe or read a device without end. Checks those that exist.
/// Source: gitrepository-layout(5).
/// @return whether there is one; `invalid_input` naming a file that is not regular, or is too
///         large for what it is.
[[nodiscard]] Expected<bool> check_repository_files(const std::string& folder);

/// What is known about the git repository around a folder.
struct WorkspaceRepository {
  /// The URL of the remote `origin` as configured (`insteadOf` is not applied), a relative path
  /// made absolute; nullopt if there is none.
  std::optional<std::string> origin = {};
  std::optional<domain::ObjectId> head =
      {};  ///< The commit checked out; nullopt on an unborn branch.
};

/// Looks in `folder` and the folders above it. Without a repository there is no origin and no head.
/// @return `unavailable` with libgit2's words if there is one that cannot be read.
[[nodiscard]] Expected<WorkspaceRepository> read_workspace_repository(const std::string& folder);

}  // namespace shiptag::adapters::git_local
