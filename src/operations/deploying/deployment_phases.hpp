#pragma once
#include <functional>

#include "domain/outcome.hpp"
#include "operations/context.hpp"
#include "operations/deployment_plan.hpp"
#include "operations/reading/environment_state.hpp"
#include "operations/reading/forge_records.hpp"
#include "operations/request.hpp"

namespace shiptag::operations {

/// Starts or completes `plan` as `request.phase` says, or says what would happen (`dry_run`).
void carry_out(DeploymentPlan plan, const PhasedRequest& request, Context& context);

/// Ends with `unchanged`: an earlier attempt of this run wrote `line`.
void repeat(const domain::LedgerLine& line, DeploymentPlan plan, const PhasedRequest& request,
            Context& context);

/// How a deployment ended, and the records that its end affects.
struct Ending {
  domain::DeploymentStatus status;
  const ForgeRecords& forge_records;
  /// The environment as it is; called only if something will be written.
  std::function<Expected<EnvironmentState>()> now;
};

/// Records how it ended in the ledger and on the forge, moves the tag if it should move, and
/// starts the workflow that the move should start.
void conclude(const domain::DeploymentState& deployment, const Ending& ending,
              const PhasedRequest& request, Context& context);

}  // namespace shiptag::operations
