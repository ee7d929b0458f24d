#pragma once
#include <functional>

#include "domain/deployment_state.hpp"
#include "operations/reading/deployment_reading.hpp"

namespace shiptag::operations {

/// Starts or completes `deployment` as `request.phase` says, or says what would happen (`dry_run`).
void carry_out(domain::DeploymentState deployment, const DeploymentReading& reading,
               const PhasedRequest& request, Context& context);

/// Ends with `unchanged`: an earlier attempt of this run recorded `done`.
void repeat(const domain::Deployment& done, DeploymentReading& reading,
            const PhasedRequest& request, Context& context);

/// How a deployment ended, and the records that its end affects.
struct Ending {
  domain::DeploymentStatus status;
  const domain::Environment& environment;
  const ForgeRecords& forge_records;
  /// The environment as it is; called only if something will be written.
  std::function<Expected<EnvironmentState>()> now;
};

/// Records how it ended in the ledger and on the forge, moves the tag if it should move, and
/// starts the workflow that the move should start.
void conclude(const domain::DeploymentState& deployment, const Ending& ending,
              const PhasedRequest& request, Context& context);

}  // namespace shiptag::operations
