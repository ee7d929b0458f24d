#include "operations/deploying/draft.hpp"

#include <utility>

#include "operations/identity.hpp"

namespace shiptag::operations {
namespace {

void take_over(domain::DeploymentState& deployment, const domain::LedgerLine& left) {
  // A version that was not named may have changed since.
  if (left.version != deployment.version) return;
  deployment.deployment_id = left.deployment_id;
  if (left.started_at) deployment.started_at = left.started_at;
}

}  // namespace

domain::DeploymentState draft_again(const domain::Deployment& recorded,
                                    const DeploymentReading& reading, const PhasedRequest& request,
                                    Ports& ports) {
  const std::string& url = request.environment_url;
  domain::DeploymentState deployment{recorded, reading.names.identity, reading.here.object(),
                                     reading.here.newest_line()};
  deployment.rebuilt_holds = reading.here.rebuilt_holds(ports.clock.now());
  deployment.configured_regions = reading.configured_regions();
  deployment.environment_url = url.empty() ? reading.config.environment.url : url;
  return deployment;
}

domain::DeploymentState draft(domain::Deployment what, const DeploymentReading& reading,
                              const PhasedRequest& request, Ports& ports) {
  what.operation = reading.names.operation;
  what.deployment_id = new_deployment_id("deploy", reading.names.identity, ports);
  what.environment = request.environment;
  what.region = request.region;
  what.status = domain::DeploymentStatus::in_progress;
  what.started_at = ports.clock.now();
  set_run(what, ports);
  if (reading.here.unreadable && what.override_used)
    what.override_used->previous_tag_object = reading.here.tag->object.hex();
  auto deployment = draft_again(what, reading, request, ports);
  if (const auto* left = reading.left_in_progress()) take_over(deployment, *left->line);
  return deployment;
}

}  // namespace shiptag::operations
