#include <utility>

#include "operations/deploying/deploy_decision.hpp"
#include "operations/tagging/tag_kinds.hpp"
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

void describe(const DeployReading& reading, Context& context) {
  const domain::Version& version = reading.facts.version;
  const std::string& environment = reading.facts.config.environment.name;
  const auto commit = reading.facts.tag ? reading.facts.tag->commit : domain::ObjectId();
  describe_tag(domain::environment_tag(version.sub_project_path(), environment, commit), context);
  domain::Outcome& outcome = context.outcome;
  outcome.version = version;
  outcome.output("version", version.semver());
  outcome.output("full_version", version.str());
  outcome.output("previous_version", reading.facts.running ? reading.facts.running->semver() : "");
  outcome.output("environment", environment);
  outcome.findings.push_back({"Version", version.str()});
}

Expected<void> record(const domain::DeploymentState& deployment, const EnvironmentState& here,
                      Context& context) {
  const auto written = write_deployment(deployment, here, context.ports);
  if (!written) return fail(written.error());
  context.outcome.reason_code = written->code;
  context.outcome.holds = written->line.holds;
  context.outcome.server_messages = written->server_messages;
  context.outcome.version_tag->updated_at = context.ports.clock.now();
  return {};
}

/// An environment tag on another commit moves only if that is asked for.
void check_move(const TagRequest& request, DeployReading& reading) {
  const EnvironmentState& here = reading.all.here;
  if (!here.tag || request.force_move) return;
  auto& found = reading.facts.found;
  found.insert(found.begin(), {ReasonCode::immutable,
                               here.tag_name + " is on commit " + here.tag->commit.hex() +
                                   ", and moves only if asked to",
                               "move it with force_move: true, or deploy with operation: deploy"});
}

}  // namespace

Expected<void> tag_environment(const TagRequest& request, Context& context) {
  const DeployRequest deploy = as_deploy(request);
  auto names = deploy_names(deploy, domain::LedgerOperation::tag, context.ports);
  if (!names) return fail(names.error());
  auto reading = read_deploy(deploy, *std::move(names), context);
  if (!reading) return fail(reading.error());
  describe(*reading, context);
  const EnvironmentState& here = reading->all.here;
  const auto& tag = reading->facts.tag;
  const std::string name = reading->facts.version.str();
  if (here.tag && tag && here.tag->commit == tag->commit) {
    context.outcome.end(ReasonCode::already_there, here.tag_name + " already tags " + name);
    return {};
  }
  check_move(request, *reading);
  if (const auto read = read_others(*reading, context); !read) return fail(read.error());
  const auto deployment = decide_deploy(deploy, *reading, context);
  if (!deployment) return fail(deployment.error());
  context.outcome.end(here.tag ? ReasonCode::moved : ReasonCode::created,
                      here.tag_name + " tags " + name);
  if (!request.dry_run) return record(*deployment, here, context);
  context.outcome.plan();
  return {};
}

}  // namespace shiptag::operations
