#pragma once
#include "domain/deploy_checks.hpp"
#include "domain/deployment_state.hpp"
#include "operations/deploying/deploy.hpp"
#include "operations/reading/deployment_reading.hpp"

namespace shiptag::operations {

/// What is read before a deployment is decided on, and what the decision depends on.
struct DeployReading {
  DeploymentReading all;
  domain::DeployFacts facts;
};

/// @param operation  `deploy`, or `tag` for an environment tag that is set by hand.
[[nodiscard]] Expected<DeploymentNames> deploy_names(const DeployRequest& request,
                                                     domain::LedgerOperation operation,
                                                     Ports& ports);

/// Reads all but what read_others() does. A third request lists all versions if the version is
/// given and the ledger does not tell what runs.
[[nodiscard]] Expected<DeployReading> read_deploy(const DeployRequest& request,
                                                  DeploymentNames names, Context& context);

/// Reads what else a decision needs: what other runs are doing, and whether this one was approved.
[[nodiscard]] Expected<void> read_others(DeployReading& reading, Context& context);

/// The deployment, if it passes the checks or an override lifts those that it fails.
[[nodiscard]] Expected<domain::DeploymentState> decide_deploy(const DeployRequest& request,
                                                              const DeployReading& reading,
                                                              Context& context);

}  // namespace shiptag::operations
