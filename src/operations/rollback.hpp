#pragma once
#include "domain/outcome.hpp"
#include "operations/request.hpp"
#include "operations/world.hpp"

namespace shiptag::operations {

/// Takes an environment back to a lower version that ran there, and holds it.
[[nodiscard]] domain::Outcome rollback(const RollbackRequest& request, World& world);

}  // namespace shiptag::operations
