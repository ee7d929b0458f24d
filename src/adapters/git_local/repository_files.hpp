#pragma once
#include <string>

#include "base/expected.hpp"

namespace shiptag::adapters::git_local {

/// Whether libgit2 may open the repository at `folder` or at `folder/.git`: it reads some files by
/// itself, waits for a pipe and reads a device without end. Looks at those of them that are there.
/// Source: gitrepository-layout(5).
/// @return whether there is one; `invalid_input` naming a file that is no regular one, or is too
///         large for what it is.
[[nodiscard]] Expected<bool> check_repository_files(const std::string& folder);

}  // namespace shiptag::adapters::git_local
