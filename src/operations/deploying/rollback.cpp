#include "operations/deploying/rollback.hpp"

#include <utility>

#include "operations/deploying/deployment_phases.hpp"
#include "operations/deploying/finish.hpp"
#include "operations/deploying/queue.hpp"
#include "operations/deploying/rollback_decision.hpp"

namespace shiptag::operations {
namespace {

using domain::LedgerOperation;
using domain::Outcome;

Error done_and_replaced(const DeploymentReading& reading) {
  const domain::Ledger& ledger = reading.here.ledger;
  const auto* line = ledger.find_run(reading.forge_records.identity_hash);
  const auto* newest = ledger.running(reading.forge_records.place.region);
  return {ReasonCode::superseded,
          "this run already rolled " + line->environment + " back to " + line->version->str() +
              ", and " + newest->triggered_by + " has since moved it to " + newest->version->str(),
          "to roll back again, start a new run"};
}

/// Warns if this rollback may not do what people expect.
void warn_of_past(const DeploymentReading& reading, Outcome& outcome) {
  warn_of_lost_ledger(reading.here, outcome);
  const auto* line = reading.here.ledger.running(reading.forge_records.place.region);
  if (line != nullptr && line->operation == LedgerOperation::rollback)
    outcome.warn("Rolled back before", line->triggered_by + " rolled " + reading.here.tag_name +
                                           " back to " + line->version->str() + " (" +
                                           line->deployment_id +
                                           "); this rollback goes further back");
}

/// Warns of versions that would have been chosen before this one, or might have been.
void warn_of_lost_tags(const domain::RollbackTarget& target, Outcome& outcome) {
  const bool by_version = target.selection_criteria.strategy == domain::Strategy::semver;
  std::string names;
  bool several = false;
  for (const domain::RejectedVersion& rejected : target.rejected_versions) {
    const bool might_be = !by_version || rejected.version > target.target_version->version;
    if (rejected.reason != ReasonCode::version_not_found || !might_be) continue;
    several = !names.empty();
    names += (several ? ", " : "") + rejected.version.str();
  }
  if (!names.empty())
    outcome.warn("Missing tags", names + " also ran here, but " +
                                     (several ? "their tags are" : "its tag is") +
                                     " gone; the summary lists the commits");
}

void warn_of_passed_over(const domain::RollbackTarget& target, Outcome& outcome) {
  if (target.passed_over.empty()) return;
  std::string names;
  for (const domain::Version& version : target.passed_over)
    names += (names.empty() ? "" : ", ") + version.str();
  outcome.warn("Higher versions", names + " " + (target.passed_over.size() > 1 ? "are" : "is") +
                                      " higher, but " + target.target_version->version.str() +
                                      " is preferred; to choose another, set target_version");
}

/// Faults in the configuration warn: they must not keep a bad version running.
void explain(const domain::RollbackTarget& target, const DeploymentReading& reading,
             Outcome& outcome) {
  for (const Error& fault : reading.config.faults) outcome.warn("Configuration", with_hint(fault));
  for (const std::string& notice : reading.config.notices) outcome.note("Configuration", notice);
  reading.listing.note_ignored(outcome);
  if (!reading.names.version) warn_of_lost_tags(target, outcome);
  warn_of_past(reading, outcome);
  warn_of_passed_over(target, outcome);
}

Expected<void> begin(const RollbackRequest& request, DeploymentReading reading, Context& context) {
  find_others(reading, context);
  if (request.phase == Phase::start)
    tell_queue(request, reading.forge_records, reading.here.ledger, context);
  auto decision = decide_rollback(request, reading, context);
  if (!decision) return fail(decision.error());
  domain::DeploymentState& deployment = decision->deployment;
  context.outcome.output("target_version", deployment.version->semver());
  explain(decision->target, reading, context.outcome);
  warn_of_obstacles(reading.forge_records, deployment.commit_sha, {}, context);
  carry_out(std::move(deployment), reading, request, context);
  return {};
}

Expected<void> rollback(const RollbackRequest& request, Context& context) {
  auto names = rollback_names(request, context.ports);
  if (!names) return fail(names.error());
  if (request.phase == Phase::abandon) return abandon(*names, request, context);
  auto reading = read_rollback(request, *std::move(names), context);
  if (!reading) return fail(reading.error());
  const auto step = step_in(request.phase, reading->earlier(), LedgerOperation::rollback);
  if (step == domain::Step::refuse) return fail(done_and_replaced(*reading));
  if (step != domain::Step::repeat) return begin(request, *std::move(reading), context);
  const auto& done = *reading->here.ledger.running(request.region);
  context.outcome.output("target_version", done.version->semver());
  repeat(done, *reading, request, context);
  return {};
}

}  // namespace

Outcome rollback(const RollbackRequest& request, Ports& ports) {
  Outcome outcome{.operation = "rollback"};
  Context context{ports, outcome};
  const auto done = request.phase == Phase::finish
                        ? finish(LedgerOperation::rollback, request, context)
                        : rollback(request, context);
  if (!done) outcome.end(done.error());
  return outcome;
}

}  // namespace shiptag::operations
