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

void describe(const DeploymentPlan& plan, Context& context) {
  const domain::DeploymentState& deployment = plan.deployment;
  describe_tag(domain::environment_tag(deployment.sub_project(), deployment.environment,
                                       deployment.commit_sha),
               context);
  domain::Outcome& outcome = context.outcome;
  outcome.version = deployment.version;
  outcome.output("version", deployment.version->semver());
  outcome.output("full_version", deployment.version->str());
  outcome.output("previous_version",
                 deployment.previous_version ? deployment.previous_version->semver() : "");
  outcome.output("environment", deployment.environment);
  outcome.findings.push_back({"Version", deployment.version->str()});
}

Expected<void> record(const DeploymentPlan& plan, Context& context) {
  const auto written = write_deployment(plan.deployment, plan.seen, context.ports);
  if (!written) return fail(written.error());
  context.outcome.reason_code = written->code;
  context.outcome.holds = written->line.holds;
  context.outcome.server_messages = written->server_messages;
  context.outcome.version_tag->updated_at = context.ports.clock.now();
  return {};
}

}  // namespace

Expected<void> tag_environment(const TagRequest& request, SubProject sub_project,
                               Context& context) {
  const DeployRequest deploy = as_deploy(request);
  if (const auto place = check_place(sub_project, request.environment, ""); !place)
    return fail(place.error());
  auto reading = read_deploy(deploy, std::move(sub_project), context);
  if (!reading) return fail(reading.error());
  const auto& existing = reading->here.tag;
  const bool is_there = existing && reading->tag && existing->commit == reading->tag->commit;
  if (existing && !is_there && !request.force_move)
    reading->refusals.push_back(
        {ReasonCode::immutable,
         reading->here.tag_name + " is on commit " + existing->commit.hex() +
             ", and moves only if asked to",
         "move it with force_move: true, or deploy with operation: deploy"});
  auto plan = draft_deploy(domain::LedgerOperation::tag, deploy, *reading, context.ports);
  describe(plan, context);
  const std::string what = plan.seen.tag_name + (is_there ? " already tags " : " tags ") +
                           plan.deployment.version->str();
  if (is_there) {
    context.outcome.end(ReasonCode::already_there, what);
    return {};
  }
  if (const auto read = read_others(deploy, *reading, context); !read) return fail(read.error());
  if (const auto checked = check_deploy(deploy, *reading, plan, context); !checked)
    return fail(checked.error());
  context.outcome.end(existing ? ReasonCode::moved : ReasonCode::created, what);
  if (!request.dry_run) return record(plan, context);
  context.outcome.plan();
  return {};
}

}  // namespace shiptag::operations
