#pragma once
#include <optional>
#include <vector>

#include "base/expected.hpp"
#include "domain/ledger.hpp"
#include "operations/context.hpp"
#include "operations/request.hpp"

namespace shiptag::operations {

/// Lets an override lift refusals by rule, and records what it lifted.
///
/// @param refusals  in the order of the checks.
/// @return what was lifted (nullopt: nothing had to be), or the first refusal that stands, or
///         `override_not_permitted`.
[[nodiscard]] Expected<std::optional<domain::Override>> lift(const std::vector<Error>& refusals,
                                                             const CommonRequest& request,
                                                             Context& context);

/// Checks again, by the rule of lift(), an override that comes from another step: the state between
/// them has been through other hands. One that this run may not give, or that names someone else,
/// stays, since what it let through is deployed; it says `not proven`, and a warning says why.
void prove(std::optional<domain::Override>& record, Context& context);

}  // namespace shiptag::operations
