#pragma once
#include "domain/outcome.hpp"
#include "operations/context.hpp"
#include "operations/request.hpp"

namespace shiptag::operations {

/// Deploys a version to an environment: checks (`start`), records (`finish`), or both at once.
[[nodiscard]] domain::Outcome deploy(const DeployRequest& request, Ports& ports);

}  // namespace shiptag::operations
