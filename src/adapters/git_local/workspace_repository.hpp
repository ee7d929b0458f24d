#pragma once
#include <optional>
#include <string>

#include "base/expected.hpp"
#include "domain/object_id.hpp"

namespace shiptag::adapters::git_local {

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
