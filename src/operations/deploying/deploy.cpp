#include "operations/deploying/deploy.hpp"

#include <utility>

#include "operations/deploying/abandon.hpp"
#include "operations/deploying/deploy_decision.hpp"
#include "operations/deploying/deployment_phases.hpp"
#include "operations/deploying/finish.hpp"
#include "operations/deploying/queue.hpp"

namespace shiptag::operations {
namespace {

using domain::Outcome;

/// In a workflow that the push of a tag started, fills what is not given from that tag.
Expected<DeployRequest> with_defaults(DeployRequest request, Ports& ports) {
  const std::string& pushed = ports.run.pushed_tag;
  if (pushed.empty()) return request;
  const auto names = ports.environments.names();
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
/// push of this very environment tag started it, and the ledger already says what the tag says.
const domain::LedgerLine* repeated_line(const DeploymentPlan& plan, const Ports& ports) {
  const auto* line = plan.seen.ledger.running(plan.deployment.region);
  if (line == nullptr) return nullptr;
  const std::string hash = plan.deployment.identity.hash();
  if (!hash.empty() && domain::identity_suffix(line->deployment_id) == hash) return line;
  const bool is_said = ports.run.pushed_tag == plan.seen.tag_name &&
                       plan.seen.is_told_by_ledger() && line->version == plan.deployment.version;
  return is_said ? line : nullptr;
}

Expected<void> deploy(const DeployRequest& given, Context& context) {
  const auto request = with_defaults(given, context.ports);
  if (!request) return fail(request.error());
  auto sub_project = check_names(*request, context.ports);
  if (!sub_project) return fail(sub_project.error());
  if (request->phase == Phase::abandon) {
    const domain::Place place{sub_project->path, request->environment, request->region};
    abandon(deploy_identity(domain::LedgerOperation::deploy, *request, *sub_project, context.ports),
            forge_records_of(*request, place, context.ports), *request, context);
    return {};
  }
  auto reading = read_deploy(*request, *std::move(sub_project), context);
  if (!reading) return fail(reading.error());
  auto plan = draft_deploy(domain::LedgerOperation::deploy, *request, *reading, context.ports);
  if (const auto* line = repeated_line(plan, context.ports)) {
    plan.forge_records = std::move(reading->forge_records);
    repeat(*line, std::move(plan), *request, context);
    return {};
  }
  if (const auto read = read_others(*request, *reading, context); !read) return fail(read.error());
  if (request->phase == Phase::start)
    tell_queue(*request, reading->forge_records, reading->here.ledger, context);
  if (const auto checked = check_deploy(*request, *reading, plan, context); !checked)
    return fail(checked.error());
  warn_of_workflows(reading->forge_records, plan.deployment.commit_sha, reading->here, context);
  plan.forge_records = std::move(reading->forge_records);
  carry_out(std::move(plan), *request, context);
  return {};
}

}  // namespace

Outcome deploy(const DeployRequest& request, Ports& ports) {
  Outcome outcome{.operation = "deploy"};
  Context context{ports, outcome};
  if (request.phase == Phase::finish)
    finish("deploy", request, context);
  else if (const auto done = deploy(request, context); !done)
    outcome.end(done.error());
  return outcome;
}

}  // namespace shiptag::operations
