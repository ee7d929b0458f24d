#pragma once
#include <string>

#include "base/expected.hpp"

namespace shiptag::adapters::git_local {

/// Whether libgit2 may open the repository at `folder` or at `folder/.git`: it reads some files by
/// itself, and would wait for a pipe or read a device without end. Checks those that exist.
/// Source: gitrepository-layout(5).
/// @return whether there is one; `invalid_input` naming a file that is not regular, or is too
///         large for what it is.
[[nodiscard]] Expected<bool> check_repository_files(const std::string& folder);

}  // namespace shiptag::adapters::git_local
