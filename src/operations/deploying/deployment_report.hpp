#pragma once
#include <string>

#include "domain/deployment.hpp"
#include "domain/environment.hpp"
#include "domain/outcome.hpp"

namespace shiptag::operations {

/// Puts the deployment into the outcome: entity, outputs, and findings.
void describe(const domain::Deployment& deployment, const domain::Environment& environment,
              const std::string& environment_url, domain::Outcome& outcome);

/// Puts its status into the outcome, and shows the entity as it is now.
void report_status(const domain::Deployment& deployment, const domain::Environment& environment,
                   domain::Outcome& outcome);

/// `production in us-east`
[[nodiscard]] std::string target(const domain::Deployment& deployment);

/// `production rolled back to api/v1.2.3`
[[nodiscard]] std::string headline(const domain::Deployment& deployment);

}  // namespace shiptag::operations
