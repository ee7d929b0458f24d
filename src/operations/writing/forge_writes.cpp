#include "operations/writing/forge_writes.hpp"

#include <algorithm>
#include <utility>

#include "operations/writing/ledger_write.hpp"

namespace shiptag::operations {
namespace {

using domain::DeploymentState;
using domain::DeploymentStatus;
using domain::ForgeRecord;
using ports::StatusChange;
using To = StatusChange::To;

std::string described(const DeploymentState& deployment) {
  const bool goes_back = deployment.operation == domain::LedgerOperation::rollback;
  return (goes_back ? "rollback to " : "deployment of ") + deployment.version->str() +
         (deployment.region.empty() ? "" : " in " + deployment.region) + ", " +
         deployment.deployment_id;
}

StatusChange change(const DeploymentState& deployment, To to, std::string description) {
  return {.id = deployment.record_id,
          .to = to,
          .description = std::move(description),
          .environment_url = deployment.environment_url};
}

/// The record that already exists: from an earlier attempt, or made for this job.
const ForgeRecord* existing(const DeploymentState& deployment, const ForgeRecords& forge_records,
                            const Ports& ports) {
  const auto& records = forge_records.known.newest_first;
  const auto* record = domain::record_of(records, deployment.deployment_id);
  return record != nullptr ? record : domain::made_for_job(records, ports.run.run_id);
}

/// Makes a record. If the response is lost, looks for the record, and makes it again if it is
/// missing.
Expected<std::string> make_record(const ports::NewForgeRecord& record,
                                  const ForgeRecords& forge_records, Ports& ports) {
  ports::DeploymentLog& deployments = ports.forge->deployments;
  auto id = deployments.open(record);
  if (id || id.error().code != ReasonCode::unavailable) return id;
  ForgeRecords again = forge_records;
  if (auto read = read_newest(again, {}, ports); !read) return id;
  const auto* made = domain::record_of(again.known.newest_first, record.line.deployment_id);
  return made != nullptr ? Expected<std::string>(made->id) : deployments.open(record);
}

/// The status of a deployment that ended; nullopt: it is unknown how it ended.
struct RecordedEnding {
  To to;
  std::string description;
};
std::optional<RecordedEnding> ending_of(const DeploymentState& deployment,
                                        const DeploymentEnd& end) {
  const std::string what = described(deployment);
  if (end.status == DeploymentStatus::failed) return RecordedEnding{To::failed, "Failed: " + what};
  if (end.status != DeploymentStatus::succeeded)
    return RecordedEnding{To::cancelled, "Cancelled: " + what};
  if (!end.tag_failure) return RecordedEnding{To::succeeded, what};
  if (is_only_unrecorded(*end.tag_failure))
    return RecordedEnding{To::succeeded, what + "; the tag could not be moved"};
  if (*end.tag_failure == ReasonCode::conflict)
    return RecordedEnding{To::failed, "The tag changed in the meantime: " + what};
  return std::nullopt;
}

}  // namespace

bool is_only_unrecorded(ReasonCode code) noexcept {
  return code == ReasonCode::rejected_by_server || code == ReasonCode::permission;
}

Expected<void> open_record(DeploymentState& deployment, const DeploymentReading& reading,
                           Context& context) {
  const ForgeRecords& forge_records = reading.forge_records;
  if (!forge_records.keeps_records || !deployment.will_move_env_tag) return {};
  deployment.github_environment = forge_records.forge_environment;
  if (const auto* record = existing(deployment, forge_records, context.ports)) {
    deployment.record_id = record->id;
    return {};
  }
  const ports::NewForgeRecord record{.forge_environment = forge_records.forge_environment,
                                     .is_production = reading.config.environment.is_production,
                                     .line = planned_line(deployment, reading.here, context.ports)};
  auto id = make_record(record, forge_records, context.ports);
  if (!id) return fail(id.error());
  deployment.record_id = *std::move(id);
  return {};
}

Expected<void> announce(const DeploymentState& deployment, const ForgeRecords& forge_records,
                        Context& context) {
  if (deployment.record_id.empty()) return {};
  const std::string what = described(deployment);
  std::vector<StatusChange> changes = {change(deployment, To::queued, what),
                                       change(deployment, To::in_progress, what)};
  const auto& records = forge_records.known.newest_first;
  const auto known = std::ranges::find(records, deployment.record_id, &ForgeRecord::id);
  if (known != records.end()) changes.erase(changes.begin());
  const auto& corrections = forge_records.corrections;
  changes.insert(changes.end(), corrections.begin(), corrections.end());
  return context.ports.forge->deployments.change(changes);
}

void close_record(const DeploymentState& deployment, const DeploymentEnd& end,
                  const ForgeRecords& forge_records, Context& context) {
  if (deployment.record_id.empty() || !context.ports.forge) return;
  const auto ending = ending_of(deployment, end);
  if (!ending) return;
  // In order of time, by which the history is read.
  std::vector<StatusChange> changes = forge_records.corrections;
  changes.push_back(change(deployment, ending->to, ending->description));
  if (ending->to == To::succeeded)
    for (const std::string& id :
         domain::replaced_by(forge_records.known.newest_first, forge_records.place))
      if (id != deployment.record_id)
        changes.push_back({id, To::inactive, "Replaced by " + deployment.deployment_id});
  if (const auto changed = context.ports.forge->deployments.change(changes); !changed)
    context.outcome.warn("GitHub deployment", with_hint(changed.error()));
}

void catch_up(DeploymentState& deployment, DeploymentReading& reading, Context& context) {
  ForgeRecords& forge_records = reading.forge_records;
  if (!forge_records.keeps_records || !deployment.will_move_env_tag) return;
  const auto* record = existing(deployment, forge_records, context.ports);
  if (record != nullptr && record->succeeded_at) return;
  // It may be further back than was read.
  if (record == nullptr && !forge_records.known.older.empty()) return;
  // Also finds what the earlier attempt would have ended besides its own.
  auto done = find_under_way(forge_records, reading.here.ledger, context);
  if (done) done = open_record(deployment, reading, context);
  if (!done) return context.outcome.warn("GitHub deployment", with_hint(done.error()));
  close_record(deployment, {DeploymentStatus::succeeded}, forge_records, context);
}

void dispatch(const std::string& workflow, const std::string& tag_name,
              const std::vector<std::pair<std::string, std::string>>& inputs, Context& context) {
  if (workflow.empty()) return;
  domain::Outcome& outcome = context.outcome;
  if (!context.ports.forge)
    return outcome.warn("Workflow not started",
                        workflow + " was not started: this requires GitHub and a token");
  ports::Dispatch dispatch{.workflow = workflow, .ref = "refs/tags/" + tag_name};
  for (const auto& input : inputs)
    if (!input.second.empty()) dispatch.inputs.push_back(input);
  const auto started = context.ports.forge->runs.start(dispatch);
  if (!started)
    return outcome.warn("Workflow not started",
                        workflow + " was not started: " + with_hint(started.error()));
  outcome.output("dispatched_run", *started);
  outcome.findings.push_back({"Started " + workflow, *started});
}

void note_no_dispatch(const std::string& workflow, Context& context) {
  if (workflow.empty()) return;
  context.outcome.note(
      "Workflow not started",
      workflow +
          " starts when the tag is written, but the tag was already there; if it never "
          "ran, start it by hand");
}

}  // namespace shiptag::operations
