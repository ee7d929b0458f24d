#pragma once
#include <string>

#include "base/expected.hpp"
#include "base/variables.hpp"
#include "domain/run_context.hpp"

namespace shiptag::adapters::runner {

/// True in a job of GitHub Actions, or of something compatible.
[[nodiscard]] bool in_workflow(const Variables& variables);

/// What the runner says about the job, in GITHUB_*.
/// @return `invalid_input` naming a variable that is not in the form in which the runner writes it.
[[nodiscard]] Expected<domain::RunContext> workflow_context(const Variables& variables);

/// A name and an address for the tagger line.
struct Person {
  std::string name;
  std::string email;
};

/// Whom git would name as the tagger here: GIT_COMMITTER_NAME and GIT_COMMITTER_EMAIL, else
/// `user.name` and `user.email` of the repository's and the person's configuration, else the login
/// and host. A configuration that cannot be read is skipped.
/// @param workspace  a work tree's top folder; other folders have no configuration of their own.
[[nodiscard]] Person git_identity(const Variables& variables, const std::string& workspace);

/// A run that a person started at a terminal. Whatever git's tagger line does not allow is left
/// out of `person`; what is then empty becomes `unknown`.
[[nodiscard]] domain::RunContext terminal_context(const Variables& variables, const Person& person);

}  // namespace shiptag::adapters::runner
