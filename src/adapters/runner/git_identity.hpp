#pragma once
#include <string>

#include "adapters/runner/run_context.hpp"
#include "base/variables.hpp"

namespace shiptag::adapters::runner {

/// Whom git would name as the tagger here: GIT_COMMITTER_NAME and GIT_COMMITTER_EMAIL, else
/// `user.name` and `user.email` of the repository's and the person's configuration, else the login
/// and host. A configuration that cannot be read is skipped.
/// @param workspace  a work tree's top folder; other folders have no configuration of their own.
[[nodiscard]] Person git_identity(const Variables& variables, const std::string& workspace);

}  // namespace shiptag::adapters::runner
