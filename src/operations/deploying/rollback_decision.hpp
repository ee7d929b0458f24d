#pragma once
#include "domain/deployment_state.hpp"
#include "domain/rollback_target.hpp"
#include "operations/deploying/rollback.hpp"
#include "operations/reading/deployment_reading.hpp"

namespace shiptag::operations {

[[nodiscard]] Expected<DeploymentNames> rollback_names(const RollbackRequest& request,
                                                       Ports& ports);

/// Reads all but what find_others() does. Whatever the forge fails with is a warning: it must not
/// keep a bad version running.
[[nodiscard]] Expected<DeploymentReading> read_rollback(const RollbackRequest& request,
                                                        DeploymentNames names, Context& context);

/// Finds out which deployments of other runs are under way.
void find_others(DeploymentReading& reading, Context& context);

struct RollbackDecision {
  domain::DeploymentState deployment;
  domain::RollbackTarget target;
};

/// The rollback, if there is a version to go to, and it passes the checks or an override lifts
/// those that it fails. Reads records that lie further back if there is none among the newest.
[[nodiscard]] Expected<RollbackDecision> decide_rollback(const RollbackRequest& request,
                                                         DeploymentReading& reading,
                                                         Context& context);

}  // namespace shiptag::operations
