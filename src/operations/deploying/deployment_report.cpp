#include "operations/deploying/deployment_report.hpp"

namespace shiptag::operations {

using domain::Deployment;

void describe(const Deployment& deployment, const domain::Environment& environment,
              const std::string& environment_url, domain::Outcome& outcome) {
  outcome.show("version", entity(deployment.version));
  outcome.show("deployment", entity(deployment, environment));
  const std::string previous =
      deployment.previous_version ? deployment.previous_version->semver() : "";
  outcome.output("version", deployment.version->semver());
  outcome.output("full_version", deployment.version->str());
  outcome.output("tag_name", deployment.tag_name());
  outcome.output("commit_sha", deployment.commit_sha.hex());
  outcome.output("previous_version", previous);
  outcome.output("deployment_id", deployment.deployment_id);
  outcome.output("environment", deployment.environment);
  outcome.output("region", deployment.region);
  outcome.output("environment_url", environment_url);
  outcome.findings.push_back({"Version", deployment.version->str()});
  outcome.findings.push_back({"Previous version", deployment.previous_version
                                                      ? deployment.previous_version->str()
                                                      : "none"});
  outcome.findings.push_back({"Environment tag", deployment.tag_name()});
  if (!deployment.region.empty()) outcome.findings.push_back({"Region", deployment.region});
  outcome.findings.push_back({"Commit", deployment.commit_sha.hex()});
  outcome.findings.push_back({"Deployment", deployment.deployment_id});
}

void report_status(const Deployment& deployment, const domain::Environment& environment,
                   domain::Outcome& outcome) {
  outcome.show("deployment", entity(deployment, environment));
  const std::string status(to_string(deployment.status));
  outcome.output("status", status);
  outcome.findings.push_back({"Status", status});
  // That the end of a deployment was recorded does not mean that it succeeded.
  if (deployment.status == domain::DeploymentStatus::failed)
    outcome.remark = "the deployment failed";
  if (deployment.status == domain::DeploymentStatus::cancelled)
    outcome.remark = "the deployment was cancelled";
}

std::string target(const Deployment& deployment) {
  return deployment.environment + (deployment.region.empty() ? "" : " in " + deployment.region);
}

std::string headline(const Deployment& deployment) {
  return deployment.operation == domain::LedgerOperation::rollback
             ? target(deployment) + " rolled back to " + deployment.version->str()
             : deployment.version->str() + " deployed to " + target(deployment);
}

}  // namespace shiptag::operations
