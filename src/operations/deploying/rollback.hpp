#pragma once
#include "domain/outcome.hpp"
#include "operations/context.hpp"
#include "operations/request.hpp"

namespace shiptag::operations {

/// Takes an environment back to a lower version that ran there, and holds it.
[[nodiscard]] domain::Outcome rollback(const RollbackRequest& request, Ports& ports);

}  // namespace shiptag::operations
