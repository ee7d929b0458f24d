#pragma once
#include <functional>

#include "domain/environment.hpp"
#include "domain/outcome.hpp"
#include "operations/environment_state.hpp"
#include "operations/request.hpp"
#include "operations/scope.hpp"
#include "operations/survey.hpp"
#include "operations/world.hpp"

namespace shiptag::operations {

/// A deploy or rollback that passed its checks.
struct DeploymentPlan {
  ports::DeploymentState deployment;
  domain::EnvironmentConfig config;
  EnvironmentState seen;  ///< What the decision was taken on.
  Survey survey = {};     ///< And what the control plane knew; set before it is carried out.
};

/// Starts or completes `plan` as `request.phase` says, or says what would happen (`dry_run`).
void carry_out(DeploymentPlan plan, const PhasedRequest& request, Run& run);

/// Ends with `unchanged`: an earlier attempt of this run wrote `line`.
void repeat(const domain::LedgerLine& line, DeploymentPlan plan, const PhasedRequest& request,
            Run& run);

/// How a deployment ended, and beside what that is written down.
struct Ending {
  domain::DeploymentStatus status;
  const Survey& survey;
  /// The environment as it is; asked only if something is to be written.
  std::function<Expected<EnvironmentState>()> now;
};

/// Records how it ended in the ledger and on the control plane, moves the tag if it is to move, and
/// starts the workflow that the move is to start.
void conclude(const ports::DeploymentState& deployment, const Ending& ending,
              const PhasedRequest& request, Run& run);

}  // namespace shiptag::operations
