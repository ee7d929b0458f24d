#pragma once
#include "domain/outcome.hpp"
#include "operations/request.hpp"
#include "operations/world.hpp"

namespace shiptag::operations {

/// Keeps deployments out of an environment, or one version's commit, until it is resumed.
[[nodiscard]] domain::Outcome hold(const HoldRequest& request, World& world);

}  // namespace shiptag::operations
