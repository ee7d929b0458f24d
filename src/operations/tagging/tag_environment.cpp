#include <utility>

#include "operations/deploying/deploy_decision.hpp"
#include "operations/tagging/tag_kinds.hpp"
#include "operations/writing/forge_writes.hpp"
#include "operations/writing/ledger_write.hpp"

namespace shiptag::operations {
namespace {

/// An environment tag passes every check of a deployment.
DeployRequest as_deploy(const TagRequest& request) {
  DeployRequest deploy;
  static_cast<CommonRequest&>(deploy) = request;
  deploy.environment = request.environment;
  deploy.version = request.version;
  deploy.commit_sha = request.commit_sha;
  deploy.rules = request.rules;
  return deploy;
}

domain::VersionTag tag_of(const domain::DeployFacts& facts) {
  return domain::environment_tag(facts.version.sub_project_path(), facts.config.environment.name,
                                 facts.tag ? facts.tag->commit : domain::ObjectId());
}

void describe(const domain::DeployFacts& facts, domain::Outcome& outcome) {
  outcome.show("version", entity(facts.version));
  describe_tag(tag_of(facts), outcome);
  outcome.output("version", facts.version.semver());
  outcome.output("full_version", facts.version.str());
  outcome.output("previous_version", facts.running ? facts.running->semver() : "");
  outcome.output("environment", facts.config.environment.name);
  outcome.findings.push_back({"Version", facts.version.str()});
}

Expected<void> record(const domain::DeploymentState& deployment, const DeployReading& reading,
                      const TagRequest& request, Context& context) {
  const auto written = write_deployment(deployment, reading.all.here, context.ports);
  if (!written) return fail(written.error());
  domain::Outcome& outcome = context.outcome;
  outcome.reason_code = written->code;
  outcome.server_messages = written->server_messages;
  domain::VersionTag tag = tag_of(reading.facts);
  tag.updated_at = context.ports.clock.now();
  outcome.show("version_tag", entity(tag));
  show(written->line.holds, outcome);
  dispatch(tag, reading.facts.version, request, context);
  return {};
}

/// An environment tag on another commit moves only if that is asked for.
void check_move(const TagRequest& request, DeployReading& reading) {
  const EnvironmentState& here = reading.all.here;
  if (!here.tag || request.force_move) return;
  auto& found = reading.facts.found;
  found.insert(found.begin(), {ReasonCode::immutable,
                               here.tag_name + " is on commit " + here.tag->commit.hex() +
                                   ", and an environment tag moves only with force_move: true",
                               "move it with force_move: true, or deploy with operation: deploy"});
}

}  // namespace

Expected<void> tag_environment(const TagRequest& request, Context& context) {
  const DeployRequest deploy = as_deploy(request);
  auto names = deploy_names(deploy, domain::LedgerOperation::tag, context.ports);
  if (!names) return fail(names.error());
  auto reading = read_deploy(deploy, *std::move(names), context);
  if (!reading) return fail(reading.error());
  describe(reading->facts, context.outcome);
  const EnvironmentState& here = reading->all.here;
  const auto& tag = reading->facts.tag;
  const std::string name = reading->facts.version.str();
  if (here.tag && tag && here.tag->commit == tag->commit) {
    context.outcome.end(ReasonCode::already_there, here.tag_name + " already points to " + name);
    note_no_dispatch(request.dispatch_workflow, context);
    return {};
  }
  check_move(request, *reading);
  if (const auto read = read_others(*reading, context); !read) return fail(read.error());
  const auto deployment = decide_deploy(deploy, *reading, context);
  if (!deployment) return fail(deployment.error());
  context.outcome.end(here.tag ? ReasonCode::moved : ReasonCode::created,
                      here.tag_name + " points to " + name);
  if (!request.dry_run) return record(*deployment, *reading, request, context);
  context.outcome.plan();
  return {};
}

}  // namespace shiptag::operations
