#pragma once
#include <optional>
#include <string>
#include <vector>

#include "base/variables.hpp"
#include "cli/input_values.hpp"
#include "domain/outcome.hpp"

namespace shiptag::cli {

/// What the process was started to do: print `text`, or run an operation with `inputs`.
struct Command {
  std::string text = {};  ///< Help or the version; empty if there are inputs.
  std::optional<Inputs> inputs = {};
  bool is_post = false;  ///< The action's post step: end what its step with the same inputs began.
  std::vector<domain::Notice> notices = {};  ///< For the outcome.
};

/// Reads the arguments or, if there are none or only `--post`, the inputs that a workflow's runner
/// passes.
/// @param arguments  without the program's name.
/// @return `invalid_input` as read_options(), read_environment() and Inputs::check() do.
[[nodiscard]] Expected<Command> read_command(const std::vector<std::string>& arguments,
                                             const Variables& variables);

/// Whether this ends a deployment that began earlier: whatever can be recorded of it must be.
[[nodiscard]] bool ends_deployment(const Command& command);

/// Whether the arguments are those of the action's post step.
[[nodiscard]] bool is_post(const std::vector<std::string>& arguments);

/// The operation that was asked for, for reporting that read_command() failed; empty if none.
[[nodiscard]] std::string_view asked_operation(const std::vector<std::string>& arguments,
                                               const Variables& variables);

}  // namespace shiptag::cli
