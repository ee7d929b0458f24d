#pragma once
#include "domain/deployment.hpp"
#include "operations/context.hpp"
#include "operations/reading/deployment_reading.hpp"
#include "operations/request.hpp"

namespace shiptag::operations {

/// `phase: finish`: takes up what `phase: start` left in `deployment_state`.
[[nodiscard]] Expected<void> finish(domain::LedgerOperation operation, const PhasedRequest& request,
                                    Context& context);

/// `phase: abandon`: an attempt of this run was killed before it could leave anything for the
/// finish. Ends the record that it may have made, the way the job ended; nothing else was done yet.
[[nodiscard]] Expected<void> abandon(const DeploymentNames& names, const PhasedRequest& request,
                                     Context& context);

}  // namespace shiptag::operations
