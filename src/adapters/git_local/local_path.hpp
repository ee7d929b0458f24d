#pragma once
#include <string>
#include <string_view>

#include "base/expected.hpp"

namespace shiptag::adapters::git_local {

/// Whether git would take `remote` for a repository on this machine: a `file://` URL, or a path.
/// `host:path` is SSH's short form. Source: git-clone(1), "GIT URLS".
[[nodiscard]] bool is_local_remote(std::string_view remote) noexcept;

/// The path that a local remote names; escapes in a URL (`%20`) are decoded.
/// @return `invalid_input` for a URL with a host, a broken escape or a control character.
[[nodiscard]] Expected<std::string> path_of_remote(std::string_view remote);

}  // namespace shiptag::adapters::git_local
