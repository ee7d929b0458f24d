#include "operations/deployment_phases.hpp"

#include <algorithm>
#include <utility>

#include "base/text.hpp"
#include "operations/record.hpp"

namespace shiptag::operations {
namespace {

using domain::Deployment;
using domain::DeploymentStatus;
using domain::Outcome;
using ports::DeploymentState;

domain::Region region_of(const DeploymentState& deployment,
                         const domain::Environment& environment) {
  const auto at = std::ranges::find(environment.regions, deployment.region, &domain::Region::name);
  return at == environment.regions.end() ? domain::Region{deployment.region, ""} : *at;
}

/// The Deployment of the data model, in progress.
Deployment entity(const DeploymentState& deployment, const domain::Environment& environment,
                  const World& world) {
  Deployment entity{.deployment_id = deployment.deployment_id,
                    .version = deployment.version,
                    .environment = environment,
                    .commit_sha = deployment.commit_sha,
                    .will_move_env_tag = deployment.move_env_tag,
                    .status = DeploymentStatus::in_progress,
                    .started_at = deployment.started_at,
                    .workflow_run_id = world.run.run_id,
                    .triggered_by = world.run.actor};
  if (!deployment.region.empty()) entity.region = region_of(deployment, environment);
  return entity;
}

void describe(const DeploymentState& deployment, const domain::Environment& environment, Run& run) {
  Outcome& outcome = run.outcome;
  outcome.version = deployment.version;
  outcome.deployment = entity(deployment, environment, run.world);
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

/// `production rolled back to api/v1.2.3`
std::string headline(const DeploymentState& deployment) {
  return deployment.operation == "rollback"
             ? target(deployment) + " rolled back to " + deployment.version.str()
             : deployment.version.str() + " deployed to " + target(deployment);
}

void set_status(DeploymentStatus status, Run& run) {
  Outcome& outcome = run.outcome;
  if (const auto became = outcome.deployment->become(status, run.world.clock.now()); !became)
    return outcome.end(became.error());
  outcome.output("status", std::string(to_string(status)));
  outcome.findings.push_back({"Status", std::string(to_string(status))});
}

void output_configuration(const DeploymentPlan& plan, Run& run) {
  Outcome& outcome = run.outcome;
  outcome.output("config_path", plan.config.environment.config_path);
  outcome.output("secrets_file", plan.config.environment.secrets_file);
  outcome.output("cloud_mappings", plan.deployment.region.empty()
                                       ? ""
                                       : run.world.records.write_cloud_mappings(
                                             region_of(plan.deployment, plan.config.environment)));
}

/// What it will be called: `created`, `moved` or `recorded`.
ReasonCode code_ahead(const DeploymentState& deployment, const EnvironmentState& now) {
  if (!now.tag) return ReasonCode::created;
  const bool moves = will_move(deployment, now) && now.tag->commit != deployment.commit_sha;
  return moves ? ReasonCode::moved : ReasonCode::recorded;
}

void record_success(const DeploymentState& deployment, EnvironmentState now, Run& run) {
  Outcome& outcome = run.outcome;
  auto recorded = record_deployment(deployment, std::move(now), run.world);
  if (!recorded) return outcome.end(recorded.error());
  outcome.deployment->will_move_env_tag = recorded->line.will_move_env_tag;
  set_status(DeploymentStatus::succeeded, run);
  outcome.holds = recorded->line.holds;
  outcome.server_messages = recorded->server_messages;
  if (recorded->code == ReasonCode::already_there)
    return outcome.end(
        recorded->code,
        headline(deployment) + ": that is in the ledger already; nothing was done again");
  const bool stays = !recorded->line.will_move_env_tag;
  outcome.end(recorded->code,
              headline(deployment) + (stays ? "; the tag stays at " + recorded->commit.hex() +
                                                  " while the regions differ"
                                            : ""));
}

/// How a deployment ended, and whether that is only to be said.
struct Ending {
  DeploymentStatus status;
  bool dry_run;
};

/// Records how it ended. `now` is asked only if something is to be written.
void conclude(const DeploymentState& deployment, const Ending& ending,
              const std::function<Expected<EnvironmentState>()>& now, Run& run) {
  Outcome& outcome = run.outcome;
  if (ending.status != DeploymentStatus::succeeded || !deployment.move_env_tag) {
    set_status(ending.status, run);
    outcome.end(ReasonCode::recorded, deployment.version.str() + " to " + target(deployment) +
                                          ": " + std::string(to_string(ending.status)) +
                                          "; the environment tag was not moved");
    return ending.dry_run ? outcome.plan() : void();
  }
  auto state = now();
  if (!state) return outcome.end(state.error());
  if (!ending.dry_run) return record_success(deployment, *std::move(state), run);
  outcome.end(code_ahead(deployment, *state),
              deployment.version.str() + " would be recorded as deployed to " + target(deployment));
  outcome.plan();
}

void start(const DeploymentPlan& plan, const PhasedRequest& request, Run& run) {
  Outcome& outcome = run.outcome;
  outcome.output("deployment_state", run.world.records.write_state(plan.deployment));
  outcome.output("queue_position", "");
  outcome.output("status", std::string(to_string(DeploymentStatus::in_progress)));
  if (plan.deployment.move_env_tag)
    if (const auto writable = run.world.tags.check_writable(); !writable)
      return outcome.end(while_doing("before anything is deployed", writable.error()));
  outcome.end(ReasonCode::started,
              plan.deployment.version.str() + " may go to " + target(plan.deployment));
  if (request.dry_run) outcome.plan();
}

/// Inputs that a finish names again must be those of its start.
Expected<void> check_same(const PhasedRequest& request, const DeploymentState& deployment) {
  struct Pair {
    std::string_view name;
    const std::string& given;
    const std::string& started;
  };
  for (const Pair& pair : {Pair{"environment", request.environment, deployment.environment},
                           Pair{"region", request.region, deployment.region},
                           Pair{"sub_project", request.sub_project, deployment.sub_project}})
    if (!pair.given.empty() && pair.given != pair.started)
      return fail(ReasonCode::invalid_input,
                  std::string(pair.name) + " is " + in_quotes(pair.given) +
                      ", and deployment_state was started with " + in_quotes(pair.started),
                  "leave it out, or pass the deployment_state that belongs to it");
  return {};
}

}  // namespace

void carry_out(const DeploymentPlan& plan, const PhasedRequest& request, Run& run) {
  describe(plan.deployment, plan.config.environment, run);
  output_configuration(plan, run);
  if (plan.seen.was_signed)
    run.outcome.note("Signature", "the signature on " + plan.seen.tag_name + " will be dropped");
  if (!plan.deployment.move_env_tag && !plan.deployment.released_holds.empty())
    run.outcome.warn("Hold", "with move_env_tag: false nothing is written, so the hold stays");
  if (request.phase == Phase::start) return start(plan, request, run);
  const auto status = domain::status_from_job(
      request.job_status.empty() ? "success" : std::string_view(request.job_status));
  if (!status) return run.outcome.end(status.error());
  const auto seen = [&]() -> Expected<EnvironmentState> { return plan.seen; };
  conclude(plan.deployment, {*status, request.dry_run}, seen, run);
}

void repeat(const domain::LedgerLine& line, DeploymentPlan plan, const PhasedRequest& request,
            Run& run) {
  DeploymentState& then = plan.deployment;
  then.deployment_id = line.deployment_id;
  then.version = *line.version;
  then.previous_version = line.previous_version;
  then.commit_sha = line.commit_sha;
  then.started_at = line.started_at.value_or(then.started_at);
  describe(then, plan.config.environment, run);
  output_configuration(plan, run);
  run.outcome.holds = plan.seen.ledger.holds(run.world.clock.now());
  if (request.phase == Phase::start)
    run.outcome.output("deployment_state", run.world.records.write_state(then));
  set_status(DeploymentStatus::succeeded, run);
  run.outcome.end(ReasonCode::already_there, headline(then) + " before; nothing was done again");
}

void finish(std::string_view operation, const PhasedRequest& request, Run& run) {
  Outcome& outcome = run.outcome;
  if (request.deployment_state.empty())
    return outcome.end({ReasonCode::invalid_input, "deployment_state is not given",
                        "pass the output deployment_state of the step with phase: start"});
  const auto deployment = run.world.records.read_state(request.deployment_state);
  if (!deployment) return outcome.end(deployment.error());
  if (deployment->operation != operation)
    return outcome.end({ReasonCode::invalid_input,
                        "deployment_state is of operation " + in_quotes(deployment->operation) +
                            ", not " + std::string(operation),
                        "finish with the operation that started"});
  if (request.job_status.empty())
    return outcome.end({ReasonCode::invalid_input, "job_status is not given",
                        "pass job_status: ${{ job.status }}, or the result of the job that "
                        "deployed"});
  const auto status = domain::status_from_job(request.job_status);
  if (!status) return outcome.end(status.error());
  if (auto same = check_same(request, *deployment); !same) return outcome.end(same.error());
  const bool is_production = deployment->environment == "production";
  const domain::Environment environment{.name = deployment->environment,
                                        .is_production = is_production,
                                        .requires_approval = is_production};
  describe(*deployment, environment, run);
  // What is written to is worked out anew: the state has been through other hands.
  const auto tag_name = domain::in_sub_project(deployment->sub_project, deployment->environment);
  const auto now = [&] { return read_environment_again(tag_name, run.world); };
  conclude(*deployment, {*status, request.dry_run}, now, run);
}

}  // namespace shiptag::operations
