#include "operations/deploying/deployment_phases.hpp"

#include <algorithm>
#include <utility>

#include "base/text.hpp"
#include "operations/deploying/deployment_report.hpp"
#include "operations/deploying/draft.hpp"
#include "operations/writing/forge_writes.hpp"
#include "operations/writing/ledger_write.hpp"

namespace shiptag::operations {
namespace {

using domain::DeploymentState;
using domain::DeploymentStatus;
using domain::Outcome;

void describe_with_configuration(const DeploymentState& deployment,
                                 const DeploymentReading& reading, Context& context) {
  const domain::Environment& environment = reading.config.environment;
  Outcome& outcome = context.outcome;
  describe(deployment, environment, deployment.environment_url, outcome);
  outcome.output("config_path", environment.config_path);
  outcome.output("secrets_file", environment.secrets_file);
  outcome.output("cloud_mappings", deployment.region.empty()
                                       ? ""
                                       : context.ports.ledger_format.write(domain::cloud_mappings(
                                             environment.region(deployment.region))));
}

/// The reason code it will end with: `created`, `moved`, or `recorded`.
ReasonCode code_ahead(const DeploymentState& deployment, const EnvironmentState& now) {
  if (!now.tag) return ReasonCode::created;
  const bool moves = will_move(deployment, now) && now.tag->commit != deployment.commit_sha;
  return moves ? ReasonCode::moved : ReasonCode::recorded;
}

/// Why the tag did not move, with what that means.
Error unrecorded(Error error, const DeploymentState& deployment) {
  if (!is_only_unrecorded(error.code)) return error;
  error.message.insert(0, target(deployment) + " now runs " + deployment.version->str() +
                              ", but its tag could not be updated: ");
  if (!deployment.new_holds.empty())
    error.hint = "the hold was not set: stop automatic deployments; " + error.hint;
  return error;
}

/// What became of the environment tag.
struct TagWrite {
  bool moved = false;
  bool was_there = false;                  ///< An earlier attempt had moved it.
  std::optional<ReasonCode> failure = {};  ///< Why it could not be written.
};

TagWrite not_written(const Error& error, Outcome& outcome) {
  outcome.end(error);
  return {.failure = error.code};
}

TagWrite record_success(const DeploymentState& deployment, EnvironmentState now,
                        const domain::Environment& environment, Context& context) {
  Outcome& outcome = context.outcome;
  auto written = write_deployment(deployment, std::move(now), context.ports);
  if (!written) return not_written(unrecorded(written.error(), deployment), outcome);
  report_status(written->line, environment, outcome);
  show(written->line.holds, outcome);
  outcome.server_messages = written->server_messages;
  if (written->code == ReasonCode::already_there) {
    outcome.end(written->code,
                headline(deployment) + ": this is already in the ledger; nothing was repeated");
    return {.was_there = true};
  }
  const bool stays = !written->line.will_move_env_tag;
  outcome.end(written->code,
              headline(deployment) + (stays ? "; the tag stays at " + written->commit.hex() +
                                                  " while the regions differ"
                                            : ""));
  return {.moved = written->code != ReasonCode::recorded};
}

/// An end that changes no tag.
void report_ending(domain::Deployment deployment, const Ending& ending, Context& context) {
  Outcome& outcome = context.outcome;
  if (const auto became = deployment.become(ending.status, context.ports.clock.now()); !became)
    return outcome.end(became.error());
  report_status(deployment, ending.environment, outcome);
  outcome.end(ReasonCode::recorded,
              "deployment of " + deployment.version->str() + " to " + target(deployment) + ": " +
                  std::string(to_string(ending.status)) + "; the environment tag was not moved");
}

TagWrite record_ending(const DeploymentState& deployment, const Ending& ending, bool dry_run,
                       Context& context) {
  Outcome& outcome = context.outcome;
  if (ending.status != DeploymentStatus::succeeded || !deployment.will_move_env_tag) {
    report_ending(deployment, ending, context);
    if (dry_run) outcome.plan();
    return {};
  }
  auto state = ending.now();
  if (!state) return not_written(state.error(), outcome);
  if (!dry_run) return record_success(deployment, *std::move(state), ending.environment, context);
  outcome.end(
      code_ahead(deployment, *state),
      deployment.version->str() + " would be recorded as deployed to " + target(deployment));
  outcome.plan();
  return {};
}

/// A failure of the records stops a deploy before anything is deployed, but never a rollback.
Expected<void> unless_rollback(Expected<void> kept, const DeploymentState& deployment,
                               Context& context) {
  if (kept || deployment.operation != domain::LedgerOperation::rollback) return kept;
  context.outcome.warn("GitHub deployment", with_hint(kept.error()));
  return {};
}

Expected<void> keep_record(DeploymentState& deployment, const DeploymentReading& reading,
                           Context& context) {
  return unless_rollback(open_record(deployment, reading, context), deployment, context);
}

/// A version whose tag has moved since it last ran is a different one by the same name.
void warn_of_moved_tag(const DeploymentState& deployment, const domain::Ledger& ledger,
                       Outcome& outcome) {
  const auto* before = ledger.newest_of(*deployment.version, "");
  if (before != nullptr && before->commit_sha != deployment.commit_sha)
    outcome.warn("Tag moved", deployment.version->str() + " ran in " + deployment.environment +
                                  " from commit " + before->commit_sha.hex() +
                                  ", but its tag is now on " + deployment.commit_sha.hex());
}

/// Whether phase: finish will be able to read what this phase hands over.
Expected<void> check_readable(DeploymentState deployment, const Ports& ports) {
  constexpr std::size_t longest_id = 200;
  deployment.record_id.assign(longest_id, 'x');  // It comes later, and GitHub's are shorter.
  const auto read = ports.ledger_format.read_state(ports.ledger_format.write_state(deployment));
  if (read) return {};
  Error error = while_doing("phase: finish could not read this deployment_state", read.error());
  error.hint =
      "lift holds that are no longer needed with operation: resume, or deploy in one step with "
      "phase: complete";
  return fail(std::move(error));
}

/// Hands over to phase: finish what it needs.
void hand_on(const DeploymentState& deployment, Context& context) {
  context.outcome.for_finish = context.ports.ledger_format.write_state(deployment);
  context.outcome.output("deployment_state", context.outcome.for_finish);
}

void start(DeploymentState& deployment, const DeploymentReading& reading,
           const PhasedRequest& request, Context& context) {
  Outcome& outcome = context.outcome;
  if (deployment.will_move_env_tag)
    if (const auto writable = context.ports.tags.check_writable(); !writable)
      return outcome.end(while_doing("nothing was deployed", writable.error()));
  auto kept = check_readable(deployment, context.ports);
  if (kept && !request.dry_run) kept = keep_record(deployment, reading, context);
  // From here on there is something to finish, whatever becomes of this phase.
  if (kept) hand_on(deployment, context);
  if (kept && !request.dry_run)
    kept =
        unless_rollback(announce(deployment, reading.forge_records, context), deployment, context);
  if (!kept) return outcome.end(while_doing("nothing was deployed", kept.error()));
  report_status(deployment, reading.config.environment, outcome);
  outcome.end(ReasonCode::started,
              deployment.version->str() + " is cleared for " + target(deployment));
  if (request.dry_run) outcome.plan();
}

}  // namespace

void conclude(const DeploymentState& deployment, const Ending& ending, const PhasedRequest& request,
              Context& context) {
  const TagWrite tag = record_ending(deployment, ending, request.dry_run, context);
  if (request.dry_run) return;
  close_record(deployment, {ending.status, tag.failure}, ending.forge_records, context);
  if (tag.moved)
    dispatch(request.dispatch_workflow, deployment.tag_name(),
             {{"version", deployment.version->semver()},
              {"environment", deployment.environment},
              {"region", deployment.region},
              {"sub_project", deployment.sub_project()}},
             context);
  if (tag.was_there) note_no_dispatch(request.dispatch_workflow, context);
}

void carry_out(DeploymentState deployment, const DeploymentReading& reading,
               const PhasedRequest& request, Context& context) {
  Outcome& outcome = context.outcome;
  describe_with_configuration(deployment, reading, context);
  for (const domain::Hold& hold : deployment.released_holds)
    outcome.findings.push_back({"Lifts hold", hold.describe_lifted(deployment.environment)});
  warn_of_moved_tag(deployment, reading.here.ledger, outcome);
  if (reading.here.was_signed)
    outcome.note("Signature", "the signature on " + reading.here.tag_name + " will be dropped");
  if (!deployment.will_move_env_tag && !deployment.released_holds.empty())
    outcome.warn("Hold", "with move_env_tag: false, nothing is written, so the hold stays");
  if (request.phase == Phase::start) return start(deployment, reading, request, context);
  const auto status = domain::status_from_job(
      request.job_status.empty() ? "success" : std::string_view(request.job_status));
  if (!status) return outcome.end(status.error());
  if (!request.dry_run)
    if (const auto kept = keep_record(deployment, reading, context); !kept)
      return outcome.end(kept.error());
  const auto seen = [&]() -> Expected<EnvironmentState> { return reading.here; };
  const Ending ending{*status, reading.config.environment, reading.forge_records, seen};
  conclude(deployment, ending, request, context);
}

void repeat(const domain::Deployment& done, DeploymentReading& reading,
            const PhasedRequest& request, Context& context) {
  DeploymentState deployment = draft_again(done, reading, request, context.ports);
  describe_with_configuration(deployment, reading, context);
  show(reading.here.ledger.holds(context.ports.clock.now()), context.outcome);
  if (!request.dry_run) catch_up(deployment, reading, context);
  if (request.phase == Phase::start) hand_on(deployment, context);
  report_status(done, reading.config.environment, context.outcome);
  context.outcome.end(ReasonCode::already_there,
                      headline(deployment) + " earlier; nothing was repeated");
  if (request.phase != Phase::start) note_no_dispatch(request.dispatch_workflow, context);
}

}  // namespace shiptag::operations
