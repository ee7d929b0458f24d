#pragma once
#include "domain/environment.hpp"
#include "domain/outcome.hpp"
#include "operations/environment_state.hpp"
#include "operations/request.hpp"
#include "operations/scope.hpp"
#include "operations/world.hpp"

namespace shiptag::operations {

/// A deploy or rollback that passed its checks.
struct DeploymentPlan {
  ports::DeploymentState deployment;
  domain::EnvironmentConfig config;
  EnvironmentState seen;  ///< What the decision was taken on.
};

/// Starts or completes `plan` as `request.phase` says, or says what would happen (`dry_run`).
void carry_out(const DeploymentPlan& plan, const PhasedRequest& request, Run& run);

/// Ends with `unchanged`: an earlier attempt of this run wrote `line`.
void repeat(const domain::LedgerLine& line, DeploymentPlan plan, const PhasedRequest& request,
            Run& run);

/// `phase: finish`: takes up what `phase: start` left in `deployment_state`.
void finish(std::string_view operation, const PhasedRequest& request, Run& run);

}  // namespace shiptag::operations
