#include "operations/deploying/deploy.hpp"

#include <utility>

#include "operations/deploying/deploy_decision.hpp"
#include "operations/deploying/deployment_phases.hpp"
#include "operations/deploying/finish.hpp"
#include "operations/deploying/queue.hpp"

namespace shiptag::operations {
namespace {

using domain::LedgerOperation;

/// In a workflow whose ref is a tag, fills what is not given from that tag.
Expected<DeployRequest> with_defaults(DeployRequest request, Ports& ports) {
  const std::string& tag = ports.run.ref_tag;
  if (tag.empty()) return request;
  const auto names = ports.environments.names();
  if (!names) return fail(names.error());
  const auto slash = tag.rfind('/');
  const std::string path = slash == std::string::npos ? "" : tag.substr(0, slash);
  if (!request.sub_project.empty() && request.sub_project != path) return request;
  const auto name = domain::classify(tag, path, *names);
  using Kind = domain::TagName::Kind;
  if (name.kind != Kind::version && name.kind != Kind::environment) return request;
  request.sub_project = path;
  const bool names_none = request.version.empty() && !request.names_commit;
  if (name.version && names_none) request.version = name.version->semver();
  if (request.environment.empty()) request.environment = name.environment;
  return request;
}

/// What earlier attempts of this run did. The push of this very environment tag counts as one, if
/// the ledger already says what the tag says.
domain::Earlier earlier_than(const DeployReading& reading, const Ports& ports) {
  domain::Earlier earlier = reading.all.earlier();
  const EnvironmentState& here = reading.all.here;
  const auto* line = here.ledger.running(reading.facts.region);
  const bool is_pushed = ports.run.is_push && ports.run.ref_tag == here.tag_name;
  if (line != nullptr && is_pushed && here.is_told_by_ledger() &&
      line->version == reading.facts.version)
    earlier.in_ledger = domain::Earlier::InLedger::newest;
  return earlier;
}

Expected<void> begin(const DeployRequest& request, DeployReading reading, Context& context) {
  if (const auto read = read_others(reading, context); !read) return fail(read.error());
  DeploymentReading& all = reading.all;
  if (request.phase == Phase::start)
    tell_queue(request, all.forge_records, all.here.ledger, context);
  auto deployment = decide_deploy(request, reading, context);
  if (!deployment) return fail(deployment.error());
  warn_of_lost_ledger(all.here, context.outcome);
  warn_of_obstacles(all.forge_records, deployment->commit_sha, all.here, context);
  carry_out(*std::move(deployment), all, request, context);
  return {};
}

Expected<void> deploy(const DeployRequest& given, Context& context) {
  const auto request = with_defaults(given, context.ports);
  if (!request) return fail(request.error());
  auto names = deploy_names(*request, LedgerOperation::deploy, context.ports);
  if (!names) return fail(names.error());
  if (request->phase == Phase::abandon) return abandon(*names, *request, context);
  auto reading = read_deploy(*request, *std::move(names), context);
  if (!reading) return fail(reading.error());
  const auto earlier = earlier_than(*reading, context.ports);
  if (domain::step_in(request->phase, earlier, LedgerOperation::deploy) != domain::Step::repeat)
    return begin(*request, *std::move(reading), context);
  domain::Deployment done = *reading->all.here.ledger.running(request->region);
  done.will_move_env_tag = request->move_env_tag;
  repeat(done, reading->all, *request, context);
  return {};
}

}  // namespace

domain::Outcome deploy(const DeployRequest& request, Ports& ports) {
  domain::Outcome outcome{.operation = "deploy"};
  Context context{ports, outcome};
  const auto done = request.phase == Phase::finish
                        ? finish(LedgerOperation::deploy, request, context)
                        : deploy(request, context);
  if (!done) outcome.end(done.error());
  return outcome;
}

}  // namespace shiptag::operations
