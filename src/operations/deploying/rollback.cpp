#include "operations/deploying/rollback.hpp"

#include <utility>

#include "domain/deploy_checks.hpp"
#include "operations/deploying/abandon.hpp"
#include "operations/deploying/deployment_phases.hpp"
#include "operations/deploying/finish.hpp"
#include "operations/deploying/queue.hpp"
#include "operations/deploying/rollback_reading.hpp"
#include "operations/identity.hpp"
#include "operations/override.hpp"
#include "operations/writing/forge_writes.hpp"

namespace shiptag::operations {
namespace {

using domain::Outcome;

/// One rollback on its way from the request to the plan.
class Rollback {
 public:
  Rollback(const RollbackRequest& request, RollbackReading reading, Context& context)
      : request_(request),
        reading_(std::move(reading)),
        context_(context),
        ports_(context.ports),
        outcome_(context.outcome) {}

  void run() {
    if (const auto* line = earlier_attempt())
      return repeat(*line, draft(line->commit_sha, *line->version), request_, context_);
    reading_.find_others(context_);
    if (request_.phase == Phase::start)
      tell_queue(request_, reading_.forge_records, reading_.here.ledger, context_);
    auto plan = decide();
    if (!plan) return outcome_.end(plan.error());
    warn_of_workflows(reading_.forge_records, plan->deployment.commit_sha, {}, context_);
    carry_out(*std::move(plan), request_, context_);
  }

 private:
  [[nodiscard]] domain::RunIdentity identity() const {
    return rollback_identity(request_, reading_.sub_project, ports_);
  }

  /// The line of an earlier attempt of this run, if it is still the newest.
  [[nodiscard]] const domain::LedgerLine* earlier_attempt() const {
    const auto* line = reading_.here.ledger.find_run(identity().hash());
    return line != nullptr && line == reading_.here.ledger.running(request_.region) ? line
                                                                                    : nullptr;
  }

  Expected<DeploymentPlan> decide() {
    if (const auto newest = check_newest(); !newest) return fail(newest.error());
    std::vector<Error> refusals;
    if (reading_.here.unreadable) refusals.push_back(*reading_.here.unreadable);
    if (!reading_.forge_records.under_way.empty())
      refusals.push_back(
          while_under_way(reading_.forge_records.under_way.front(), ports_.run.run_url()));
    domain::Ledger history = domain::joined(reading_.here.ledger, reading_.forge_records.history());
    auto facts = reading_.facts(history, ports_);
    if (!facts) return fail(facts.error());
    auto target = domain::select_rollback_target(*facts);
    if (!target.target_version && reading_.read_on(context_)) {
      history = domain::joined(reading_.here.ledger, reading_.forge_records.history());
      target = domain::select_rollback_target(*facts);
    }
    if (!target.target_version) refusals.push_back(domain::why_no_target(target, *facts));
    auto lifted = lift(refusals, request_, context_);
    if (lifted && !target.target_version) domain::take_requested(target, *facts);
    outcome_.rollback_target = target;
    if (!lifted) return fail(lifted.error());
    explain(target);
    auto plan = draft(target.target_version->commit, target.target_version->version);
    plan.deployment.previous_version = facts->current;
    plan.deployment.override_used = *std::move(lifted);
    if (reading_.here.unreadable)
      plan.deployment.override_used->previous_tag_object = reading_.here.tag->object.hex();
    add_hold(plan.deployment, *facts);
    return plan;
  }

  [[nodiscard]] Expected<void> check_newest() const {
    const auto* line = reading_.here.ledger.find_run(identity().hash());
    if (line == nullptr) return {};
    const auto* newest = reading_.here.ledger.running(request_.region);
    return fail(ReasonCode::superseded,
                "this run already rolled " + request_.environment + " back to " +
                    line->version->str() + ", and " + newest->triggered_by +
                    " has since set it to " + newest->version->str(),
                "to roll back again, start a new run");
  }

  /// Faults in the configuration warn: they must not keep a bad version running.
  void explain(const domain::RollbackTarget& target) {
    for (const Error& fault : reading_.config.faults)
      outcome_.warn("Configuration", with_hint(fault));
    for (const std::string& notice : reading_.config.notices)
      outcome_.note("Configuration", notice);
    reading_.listing->left_alone().note_in(outcome_);
    warn_of_lost_tags(target);
    warn_of_past();
    if (target.passed_over.empty()) return;
    std::string names;
    for (const domain::Version& version : target.passed_over)
      names += (names.empty() ? "" : ", ") + version.str();
    outcome_.warn("Passed over", names + " " + (target.passed_over.size() > 1 ? "are" : "is") +
                                     " higher, but " + target.target_version->version.str() +
                                     " is preferred; to choose another, set target_version");
  }

  /// Warns if this rollback may not do what people expect.
  void warn_of_past() {
    const domain::Ledger& ledger = reading_.here.ledger;
    const auto* line = ledger.running(request_.region);
    if (ledger.empty())
      outcome_.warn("No history", reading_.tag_name() +
                                      " has no ledger: it was created or moved by hand, so which "
                                      "versions ran there is unknown");
    else if (line != nullptr && line->operation == domain::LedgerOperation::rollback)
      outcome_.warn("Rolled back before", line->triggered_by + " rolled " + reading_.tag_name() +
                                              " back to " + line->version->str() + " (" +
                                              line->deployment_id + "); this goes further back");
  }

  /// Warns of versions that would have been chosen before this one, or might have been.
  void warn_of_lost_tags(const domain::RollbackTarget& target) {
    const bool by_version = request_.criteria.strategy == domain::Strategy::semver;
    std::string names;
    for (const domain::RejectedVersion& rejected : target.rejected_versions) {
      const bool might_be = !by_version || rejected.version > target.target_version->version;
      if (rejected.reason == ReasonCode::version_not_found && might_be)
        names += (names.empty() ? "" : ", ") + rejected.version.str();
    }
    if (!names.empty() && !reading_.target)
      outcome_.warn("Tags gone", names +
                                     " ran here too, but the tag is gone; the summary has the "
                                     "commits");
  }

  [[nodiscard]] DeploymentPlan draft(const domain::ObjectId& commit,
                                     const domain::Version& version) {
    const auto identity = this->identity();
    outcome_.output("target_version", version.semver());
    const Timestamp now = ports_.clock.now();
    DeploymentPlan plan{
        .deployment = {{.operation = domain::LedgerOperation::rollback,
                        .deployment_id = new_deployment_id("deploy", identity, ports_),
                        .version = version,
                        .commit_sha = commit,
                        .environment = request_.environment,
                        .region = request_.region,
                        .status = domain::DeploymentStatus::in_progress,
                        .started_at = now,
                        .reason = request_.reason},
                       identity,
                       reading_.here.object(),
                       reading_.here.newest_line()},
        .config = reading_.config,
        .seen = reading_.here,
        .forge_records = reading_.forge_records};
    set_run(plan.deployment, ports_);
    plan.deployment.rebuilt_holds = reading_.here.rebuilt_holds(now);
    plan.deployment.configured_regions = reading_.configured_regions();
    plan.deployment.environment_url = request_.environment_url.empty()
                                          ? reading_.config.environment.url
                                          : request_.environment_url;
    adopt(plan.deployment, reading_.forge_records);
    return plan;
  }

  /// Keeps automation from bringing back what was withdrawn.
  void add_hold(domain::DeploymentState& deployment, const domain::RollbackFacts& facts) const {
    if (request_.hold == HoldScope::none) return;
    domain::Hold hold{.reason = facts.current.str() + " withdrawn" +
                                (request_.reason.empty() ? "" : ", " + request_.reason),
                      .triggered_by = ports_.run.actor,
                      .since = ports_.clock.now()};
    if (request_.hold == HoldScope::version) {
      hold.version = facts.current.str();
      hold.commit_sha = facts.current_commit;
    }
    deployment.new_holds.push_back(std::move(hold));
  }

  const RollbackRequest& request_;
  RollbackReading reading_;
  Context& context_;
  Ports& ports_;
  Outcome& outcome_;
};

void abandon(const RollbackRequest& request, Context& context) {
  const auto sub_project = check_names(request, context.ports);
  if (!sub_project) return context.outcome.end(sub_project.error());
  const domain::Place place{sub_project->path, request.environment, request.region};
  abandon(rollback_identity(request, *sub_project, context.ports),
          forge_records_of(request, place, context.ports), request, context);
}

}  // namespace

Outcome rollback(const RollbackRequest& request, Ports& ports) {
  Outcome outcome{.operation = "rollback"};
  Context context{ports, outcome};
  if (request.phase == Phase::finish) {
    finish("rollback", request, context);
    return outcome;
  }
  if (request.phase == Phase::abandon) {
    abandon(request, context);
    return outcome;
  }
  auto reading = read_rollback(request, context);
  if (!reading)
    outcome.end(reading.error());
  else
    Rollback(request, *std::move(reading), context).run();
  return outcome;
}

}  // namespace shiptag::operations
