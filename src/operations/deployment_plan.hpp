#pragma once
#include "domain/deployment_state.hpp"
#include "domain/environment.hpp"
#include "operations/reading/environment_state.hpp"
#include "operations/reading/forge_records.hpp"

namespace shiptag::operations {

/// A deploy or rollback that passed its checks.
struct DeploymentPlan {
  domain::DeploymentState deployment;
  domain::EnvironmentConfig config;
  EnvironmentState seen;            ///< What the decision was based on.
  ForgeRecords forge_records = {};  ///< And what the forge knew; set before it is carried out.
};

}  // namespace shiptag::operations
