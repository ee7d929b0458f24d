#pragma once
#include "domain/outcome.hpp"
#include "operations/context.hpp"
#include "operations/request.hpp"

namespace shiptag::operations {

/// Keeps deployments out of an environment, or one version's commit, until it is resumed.
[[nodiscard]] domain::Outcome hold(const HoldRequest& request, Ports& ports);

}  // namespace shiptag::operations
