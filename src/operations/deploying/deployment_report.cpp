#include "operations/deploying/deployment_report.hpp"

#include <algorithm>

namespace shiptag::operations {
namespace {

using domain::Deployment;
using domain::DeploymentStatus;
using domain::Outcome;
using ports::DeploymentState;

/// The Deployment of the data model, in progress.
Deployment entity(const DeploymentState& deployment, const domain::Environment& environment,
                  const Ports& ports) {
  Deployment entity{.deployment_id = deployment.deployment_id,
                    .version = deployment.version,
                    .environment = environment,
                    .commit_sha = deployment.commit_sha,
                    .will_move_env_tag = deployment.move_env_tag,
                    .status = DeploymentStatus::in_progress,
                    .started_at = deployment.started_at,
                    .workflow_run_id = ports.run.run_id,
                    .triggered_by = ports.run.actor};
  if (!deployment.region.empty()) entity.region = region_of(deployment, environment);
  return entity;
}

}  // namespace

domain::Region region_of(const DeploymentState& deployment,
                         const domain::Environment& environment) {
  const auto at = std::ranges::find(environment.regions, deployment.region, &domain::Region::name);
  return at == environment.regions.end() ? domain::Region{deployment.region, ""} : *at;
}

void describe(const DeploymentState& deployment, const domain::Environment& environment,
              Context& context) {
  Outcome& outcome = context.outcome;
  outcome.version = deployment.version;
  outcome.deployment = entity(deployment, environment, context.ports);
  const std::string previous =
      deployment.previous_version ? deployment.previous_version->semver() : "";
  outcome.output("version", deployment.version.semver());
  outcome.output("full_version", deployment.version.str());
  const auto tag_name = domain::in_sub_project(deployment.sub_project, deployment.environment);
  outcome.output("tag_name", tag_name);
  outcome.output("commit_sha", deployment.commit_sha.hex());
  outcome.output("previous_version", previous);
  outcome.output("deployment_id", deployment.deployment_id);
  outcome.output("environment", deployment.environment);
  outcome.output("region", deployment.region);
  outcome.output("environment_url", deployment.environment_url);
  outcome.findings.push_back({"Version", deployment.version.str()});
  outcome.findings.push_back({"Previous version", deployment.previous_version
                                                      ? deployment.previous_version->str()
                                                      : "none"});
  outcome.findings.push_back({"Environment tag", tag_name});
  if (!deployment.region.empty()) outcome.findings.push_back({"Region", deployment.region});
  outcome.findings.push_back({"Commit", deployment.commit_sha.hex()});
  outcome.findings.push_back({"Deployment", deployment.deployment_id});
}

std::string target(const DeploymentState& deployment) {
  return deployment.environment + (deployment.region.empty() ? "" : " in " + deployment.region);
}

std::string headline(const DeploymentState& deployment) {
  return deployment.operation == "rollback"
             ? target(deployment) + " rolled back to " + deployment.version.str()
             : deployment.version.str() + " deployed to " + target(deployment);
}

}  // namespace shiptag::operations
