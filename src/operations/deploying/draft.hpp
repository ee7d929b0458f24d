#pragma once
#include "domain/deployment_state.hpp"
#include "operations/reading/deployment_reading.hpp"

namespace shiptag::operations {

/// `what` as a deployment of this run, in progress as of now. If an attempt of this run was killed,
/// it takes that one's place.
[[nodiscard]] domain::DeploymentState draft(domain::Deployment what,
                                            const DeploymentReading& reading,
                                            const PhasedRequest& request, Ports& ports);

/// A deployment that is in the ledger already, as draft() would have made it.
[[nodiscard]] domain::DeploymentState draft_again(const domain::Deployment& recorded,
                                                  const DeploymentReading& reading,
                                                  const PhasedRequest& request, Ports& ports);

}  // namespace shiptag::operations
