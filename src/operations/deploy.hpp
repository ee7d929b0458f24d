#pragma once
#include "domain/outcome.hpp"
#include "operations/request.hpp"
#include "operations/world.hpp"

namespace shiptag::operations {

/// Deploys a version to an environment: checks (`start`), records (`finish`), or both at once.
[[nodiscard]] domain::Outcome deploy(const DeployRequest& request, World& world);

}  // namespace shiptag::operations
