#pragma once
#include "domain/outcome.hpp"
#include "operations/context.hpp"
#include "operations/request.hpp"

namespace shiptag::operations {

/// Returns an environment to a lower version that ran there, and puts it on hold.
[[nodiscard]] domain::Outcome rollback(const RollbackRequest& request, Ports& ports);

}  // namespace shiptag::operations
