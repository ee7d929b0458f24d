#pragma once
#include <optional>
#include <string>

#include "cli/input_values.hpp"
#include "cli/requests.hpp"
#include "domain/outcome.hpp"
#include "operations/context.hpp"

namespace shiptag::cli {

/// Runs the operation that `inputs` name. Every failure is in the outcome.
[[nodiscard]] domain::Outcome run(const Inputs& inputs, const Checkout& checkout,
                                  operations::Ports& ports);

/// The outcome of a run that ended before its operation began.
[[nodiscard]] domain::Outcome failed_before(std::string_view operation, const Error& error);

/// Whether a step with these inputs may leave something to do for the action's post step.
[[nodiscard]] bool has_post(const Inputs& inputs);

/// What distinguishes this step from the others in its job: 16 hex digits.
[[nodiscard]] std::string step_key(const Inputs& inputs, const domain::RunContext& run);

/// What the step with `outcome` leaves for its post step: the deployment's state, nothing, or that
/// it failed midway and may have left a deployment under way.
[[nodiscard]] std::string left_for_post(const domain::Outcome& outcome);

/// Ends what the step began, as its job ended.
/// @param saved  what left_for_post() said; nullopt: nothing is known, and what the step did is
///               worked out again.
/// @return nullopt if there is nothing to do.
[[nodiscard]] std::optional<domain::Outcome> run_post(const Inputs& inputs,
                                                      const Checkout& checkout,
                                                      const std::optional<std::string>& saved,
                                                      operations::Ports& ports);

}  // namespace shiptag::cli
