#pragma once
#include <string>

#include "domain/environment.hpp"
#include "operations/context.hpp"

namespace shiptag::operations {

/// The deployment's region; without configuration if `environment` does not have it.
[[nodiscard]] domain::Region region_of(const ports::DeploymentState& deployment,
                                       const domain::Environment& environment);

/// Puts the deployment into the outcome: entity, outputs and findings.
void describe(const ports::DeploymentState& deployment, const domain::Environment& environment,
              Context& context);

/// `production in us-east`
[[nodiscard]] std::string target(const ports::DeploymentState& deployment);

/// `production rolled back to api/v1.2.3`
[[nodiscard]] std::string headline(const ports::DeploymentState& deployment);

}  // namespace shiptag::operations
