#include "operations/deploy.hpp"

#include <utility>

#include "operations/abandon.hpp"
#include "operations/deploy_decision.hpp"
#include "operations/deployment_phases.hpp"
#include "operations/finish.hpp"
#include "operations/queue.hpp"

namespace shiptag::operations {
namespace {

using domain::Outcome;

/// In a workflow that the push of a tag started, fills what is not given from that tag.
Expected<DeployRequest> with_defaults(DeployRequest request, World& world) {
  const std::string& pushed = world.run.pushed_tag;
  if (pushed.empty()) return request;
  const auto names = world.environments.names();
  if (!names) return fail(names.error());
  const auto slash = pushed.rfind('/');
  const std::string path = slash == std::string::npos ? "" : pushed.substr(0, slash);
  if (!request.sub_project.empty() && request.sub_project != path) return request;
  const auto name = domain::classify(pushed, path, *names);
  using Kind = domain::TagName::Kind;
  if (name.kind != Kind::version && name.kind != Kind::environment) return request;
  request.sub_project = path;
  if (name.version && request.version.empty()) request.version = name.version->semver();
  if (request.environment.empty()) request.environment = name.environment;
  return request;
}

/// The line that makes this run a repetition: an earlier attempt of it wrote the newest one, or the
/// push of this very environment tag started it, and the ledger says already what the tag says.
const domain::LedgerLine* repeated_line(const DeploymentPlan& plan, const World& world) {
  const auto* line = plan.seen.ledger.running(plan.deployment.region);
  if (line == nullptr) return nullptr;
  const std::string hash = plan.deployment.identity.hash();
  if (!hash.empty() && domain::identity_suffix(line->deployment_id) == hash) return line;
  const bool is_said = world.run.pushed_tag == plan.seen.tag_name &&
                       plan.seen.is_told_by_ledger() && line->version == plan.deployment.version;
  return is_said ? line : nullptr;
}

Expected<void> deploy(const DeployRequest& given, Run& run) {
  const auto request = with_defaults(given, run.world);
  if (!request) return fail(request.error());
  auto scope = deploy_scope(*request, run.world);
  if (!scope) return fail(scope.error());
  if (request->phase == Phase::abandon) {
    const domain::Place place{scope->sub_project, request->environment, request->region};
    abandon(deploy_identity("deploy", *request, *scope, run.world),
            survey_of(*request, place, run.world), *request, run);
    return {};
  }
  auto reading = read_deploy(*request, *std::move(scope), run);
  if (!reading) return fail(reading.error());
  auto plan = draft_deploy("deploy", *request, *reading, run.world);
  if (const auto* line = repeated_line(plan, run.world)) {
    plan.survey = std::move(reading->survey);
    repeat(*line, std::move(plan), *request, run);
    return {};
  }
  if (const auto read = read_others(*request, *reading, run); !read) return fail(read.error());
  if (request->phase == Phase::start)
    tell_queue(*request, reading->survey, reading->here.ledger, run);
  if (const auto checked = check_deploy(*request, *reading, plan, run); !checked)
    return fail(checked.error());
  warn_of_workflows(reading->survey, plan.deployment.commit_sha, reading->here, run);
  plan.survey = std::move(reading->survey);
  carry_out(std::move(plan), *request, run);
  return {};
}

}  // namespace

Outcome deploy(const DeployRequest& request, World& world) {
  Outcome outcome{.operation = "deploy"};
  Run run{world, outcome};
  if (request.phase == Phase::finish)
    finish("deploy", request, run);
  else if (const auto done = deploy(request, run); !done)
    outcome.end(done.error());
  return outcome;
}

}  // namespace shiptag::operations
