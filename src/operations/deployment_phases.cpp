#include "operations/deployment_phases.hpp"

#include <algorithm>
#include <utility>

#include "base/text.hpp"
#include "operations/bookkeeping.hpp"
#include "operations/deployment_words.hpp"
#include "operations/record.hpp"

namespace shiptag::operations {
namespace {

using domain::DeploymentStatus;
using domain::Outcome;
using ports::DeploymentState;

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

/// Why the tag did not move, with what that means.
Error unrecorded(Error error, const DeploymentState& deployment) {
  if (!is_only_unrecorded(error.code)) return error;
  error.message.insert(0, target(deployment) + " runs " + deployment.version.str() +
                              " now, but its tag could not say so: ");
  if (!deployment.new_holds.empty())
    error.hint = "nothing is held: stop automatic deployments; " + error.hint;
  return error;
}

void record_success(const DeploymentState& deployment, EnvironmentState now, Run& run) {
  Outcome& outcome = run.outcome;
  auto recorded = record_deployment(deployment, std::move(now), run.world);
  if (!recorded) return outcome.end(unrecorded(recorded.error(), deployment));
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

void record_ending(const DeploymentState& deployment, const Ending& ending, bool dry_run,
                   Run& run) {
  Outcome& outcome = run.outcome;
  if (ending.status != DeploymentStatus::succeeded || !deployment.move_env_tag) {
    set_status(ending.status, run);
    outcome.end(ReasonCode::recorded, deployment.version.str() + " to " + target(deployment) +
                                          ": " + std::string(to_string(ending.status)) +
                                          "; the environment tag was not moved");
    return dry_run ? outcome.plan() : void();
  }
  auto state = ending.now();
  if (!state) return outcome.end(state.error());
  if (!dry_run) return record_success(deployment, *std::move(state), run);
  outcome.end(code_ahead(deployment, *state),
              deployment.version.str() + " would be recorded as deployed to " + target(deployment));
  outcome.plan();
}

/// Trouble with the records stops a deploy before anything is deployed, but never a rollback.
Expected<void> unless_rollback(Expected<void> kept, const DeploymentState& deployment, Run& run) {
  if (kept || deployment.operation != "rollback") return kept;
  run.outcome.warn("GitHub's record", with_hint(kept.error()));
  return {};
}

Expected<void> keep_record(DeploymentPlan& plan, Run& run) {
  return unless_rollback(open_record(plan, plan.survey, run), plan.deployment, run);
}

/// A version whose tag is not where it was when it ran before is another one by the same name.
void warn_of_moved_tag(const DeploymentPlan& plan, Run& run) {
  const DeploymentState& deployment = plan.deployment;
  const auto* before = plan.seen.ledger.newest_of(deployment.version, "");
  if (before != nullptr && before->commit_sha != deployment.commit_sha)
    run.outcome.warn("Tag moved", deployment.version.str() + " ran in " + deployment.environment +
                                      " from commit " + before->commit_sha.hex() +
                                      ", and its tag is on " + deployment.commit_sha.hex() +
                                      " now");
}

/// Whether phase: finish will be able to read what this phase hands on.
Expected<void> check_readable(DeploymentState deployment, const World& world) {
  constexpr std::size_t longest_id = 200;
  deployment.record.assign(longest_id, 'x');  // It comes later, and GitHub's are shorter.
  const auto read = world.records.read_state(world.records.write_state(deployment));
  if (read) return {};
  Error error = while_doing("phase: finish could not take up this deployment", read.error());
  error.hint =
      "lift the holds that have served with operation: resume, or deploy in one step with "
      "phase: complete";
  return fail(std::move(error));
}

void start(DeploymentPlan& plan, const PhasedRequest& request, Run& run) {
  Outcome& outcome = run.outcome;
  if (plan.deployment.move_env_tag)
    if (const auto writable = run.world.tags.check_writable(); !writable)
      return outcome.end(while_doing("before anything is deployed", writable.error()));
  auto kept = check_readable(plan.deployment, run.world);
  if (kept && !request.dry_run) kept = keep_record(plan, run);
  // From here on there is something to finish, whatever becomes of this phase.
  if (kept) outcome.output("deployment_state", run.world.records.write_state(plan.deployment));
  if (kept && !request.dry_run) kept = unless_rollback(announce(plan, run), plan.deployment, run);
  if (!kept) return outcome.end(while_doing("before anything is deployed", kept.error()));
  outcome.output("status", std::string(to_string(DeploymentStatus::in_progress)));
  outcome.findings.push_back({"Status", std::string(to_string(DeploymentStatus::in_progress))});
  outcome.end(ReasonCode::started,
              plan.deployment.version.str() + " may go to " + target(plan.deployment));
  if (request.dry_run) outcome.plan();
}

}  // namespace

void conclude(const DeploymentState& deployment, const Ending& ending, const PhasedRequest& request,
              Run& run) {
  record_ending(deployment, ending, request.dry_run, run);
  if (request.dry_run) return;
  close_record(deployment, ending.status, ending.survey, run);
  const Outcome& outcome = run.outcome;
  const bool has_moved =
      outcome.reason_code == ReasonCode::created || outcome.reason_code == ReasonCode::moved;
  if (outcome.decision == Decision::done && has_moved)
    dispatch(request.dispatch_workflow,
             domain::in_sub_project(deployment.sub_project, deployment.environment),
             {{"version", deployment.version.semver()},
              {"environment", deployment.environment},
              {"region", deployment.region},
              {"sub_project", deployment.sub_project}},
             run);
  if (outcome.reason_code == ReasonCode::already_there)
    note_no_dispatch(request.dispatch_workflow, run);
}

void carry_out(DeploymentPlan plan, const PhasedRequest& request, Run& run) {
  describe(plan.deployment, plan.config.environment, run);
  output_configuration(plan, run);
  for (const domain::Hold& hold : plan.deployment.released_holds)
    run.outcome.findings.push_back({"Lifts", hold.describe()});
  warn_of_moved_tag(plan, run);
  if (plan.seen.was_signed)
    run.outcome.note("Signature", "the signature on " + plan.seen.tag_name + " will be dropped");
  if (!plan.deployment.move_env_tag && !plan.deployment.released_holds.empty())
    run.outcome.warn("Hold", "with move_env_tag: false nothing is written, so the hold stays");
  if (request.phase == Phase::start) return start(plan, request, run);
  const auto status = domain::status_from_job(
      request.job_status.empty() ? "success" : std::string_view(request.job_status));
  if (!status) return run.outcome.end(status.error());
  if (!request.dry_run)
    if (const auto kept = keep_record(plan, run); !kept) return run.outcome.end(kept.error());
  const auto seen = [&]() -> Expected<EnvironmentState> { return plan.seen; };
  conclude(plan.deployment, {*status, plan.survey, seen}, request, run);
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
  if (!request.dry_run) catch_up(plan, run);
  if (request.phase == Phase::start)
    run.outcome.output("deployment_state", run.world.records.write_state(then));
  set_status(DeploymentStatus::succeeded, run);
  run.outcome.end(ReasonCode::already_there, headline(then) + " before; nothing was done again");
  if (request.phase != Phase::start) note_no_dispatch(request.dispatch_workflow, run);
}

}  // namespace shiptag::operations
