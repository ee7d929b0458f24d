#pragma once
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

}  // namespace shiptag::cli
