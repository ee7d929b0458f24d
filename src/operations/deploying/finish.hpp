#pragma once
#include "domain/deployment.hpp"
#include "operations/context.hpp"
#include "operations/request.hpp"

namespace shiptag::operations {

/// `phase: finish`: takes up what `phase: start` left in `deployment_state`.
[[nodiscard]] Expected<void> finish(domain::LedgerOperation operation, const PhasedRequest& request,
                                    Context& context);

}  // namespace shiptag::operations
