#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "base/secrets.hpp"
#include "base/variables.hpp"
#include "cli/input_values.hpp"
#include "domain/outcome.hpp"

namespace shiptag::cli {

struct EnvironmentInputs {
  GivenInputs given;
  std::vector<domain::Notice> notices;  ///< One for each input that the operation does not use.
};

/// True if the runner started this: one of the inputs' variables is set, perhaps to nothing.
[[nodiscard]] bool has_environment_inputs(const Variables& variables);

/// Reads the variables that the runner makes from the action's inputs: `INPUT_DRY_RUN`, and
/// `INPUT_DRY-RUN` where a workflow spells the input with a dash. Values are trimmed; one that is
/// then empty counts as not given. The runner passes every input, so those that the operation does
/// not use are left out.
/// @return `invalid_input` if the two spellings differ, or a value is not one line of UTF-8.
/// Source: actions/runner, src/Runner.Worker/Handlers/Handler.cs, AddInputsToEnvironment.
[[nodiscard]] Expected<EnvironmentInputs> read_environment(const Variables& variables);

/// The token for the command line: INPUT_TOKEN, else SHIPTAG_TOKEN, trimmed; empty if neither is
/// set. GITHUB_TOKEN does not count: it goes only to GitHub.
[[nodiscard]] std::string token_of(const Variables& variables);

/// Everything this run was given that nobody may see: the tokens, and the password (else the user)
/// in the address of `remote` among the inputs or `arguments`.
[[nodiscard]] Secrets secrets_of(const std::vector<std::string>& arguments,
                                 const Variables& variables);

}  // namespace shiptag::cli
