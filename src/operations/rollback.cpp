#include "operations/rollback.hpp"

#include <utility>

#include "domain/deploy_checks.hpp"
#include "operations/abandon.hpp"
#include "operations/bookkeeping.hpp"
#include "operations/deployment_phases.hpp"
#include "operations/finish.hpp"
#include "operations/identity.hpp"
#include "operations/override.hpp"
#include "operations/queue.hpp"
#include "operations/rollback_reading.hpp"

namespace shiptag::operations {
namespace {

using domain::Outcome;

/// One rollback on its way from the request to the plan.
class Rollback {
 public:
  Rollback(const RollbackRequest& request, RollbackReading reading, Run& run)
      : request_(request),
        reading_(std::move(reading)),
        run_(run),
        world_(run.world),
        outcome_(run.outcome) {}

  void run() {
    if (const auto* line = earlier_attempt())
      return repeat(*line, draft(line->commit_sha, *line->version), request_, run_);
    reading_.find_others(run_);
    if (request_.phase == Phase::start)
      tell_queue(request_, reading_.survey, reading_.here.ledger, run_);
    auto plan = decide();
    if (!plan) return outcome_.end(plan.error());
    warn_of_workflows(reading_.survey, plan->deployment.commit_sha, {}, run_);
    carry_out(*std::move(plan), request_, run_);
  }

 private:
  [[nodiscard]] domain::RunIdentity identity() const {
    return rollback_identity(request_, reading_.scope, world_);
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
    if (!reading_.survey.under_way.empty())
      refusals.push_back(while_under_way(reading_.survey.under_way.front(), world_.run.run_url()));
    domain::Ledger history = domain::joined(reading_.here.ledger, reading_.survey.history());
    auto facts = reading_.facts(history, world_);
    if (!facts) return fail(facts.error());
    auto target = domain::select_rollback_target(*facts);
    if (!target.target_version && reading_.read_on(run_)) {
      history = domain::joined(reading_.here.ledger, reading_.survey.history());
      target = domain::select_rollback_target(*facts);
    }
    if (!target.target_version) refusals.push_back(domain::why_no_target(target, *facts));
    auto lifted = lift(refusals, request_, run_);
    if (lifted && !target.target_version) domain::take_requested(target, *facts);
    outcome_.rollback_target = target;
    if (!lifted) return fail(lifted.error());
    explain(target);
    auto plan = draft(target.target_version->commit, target.target_version->version);
    plan.deployment.previous_version = facts->current;
    plan.deployment.override_record = *std::move(lifted);
    if (reading_.here.unreadable)
      plan.deployment.override_record->previous_tag_object = reading_.here.tag->object.hex();
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
                "to roll back once more, start a new run");
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
                                     " is preferred; target_version takes another");
  }

  /// Of what makes this rollback another one than is thought.
  void warn_of_past() {
    const domain::Ledger& ledger = reading_.here.ledger;
    const auto* line = ledger.running(request_.region);
    if (ledger.empty())
      outcome_.warn("No history", reading_.tag_name() +
                                      " has no ledger: it was made or moved by hand, and which "
                                      "versions ran is not known");
    else if (line != nullptr && line->operation == domain::LedgerOperation::rollback)
      outcome_.warn("Rolled back before", line->triggered_by + " rolled " + reading_.tag_name() +
                                              " back to " + line->version->str() + " (" +
                                              line->deployment_id + "); this goes further back");
  }

  /// Of versions that would have been chosen before this one, or might have been.
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
    DeploymentPlan plan{
        .deployment = {.operation = "rollback",
                       .identity = identity,
                       .deployment_id = new_deployment_id("deploy", identity, world_),
                       .sub_project = reading_.scope.sub_project,
                       .environment = request_.environment,
                       .region = request_.region,
                       .version = version,
                       .commit_sha = commit,
                       .old_tag_object = reading_.here.object(),
                       .newest_line = reading_.here.newest_line(),
                       .started_at = world_.clock.now(),
                       .rebuilt_holds = reading_.here.rebuilt_holds(world_.clock.now()),
                       .configured_regions = reading_.configured_regions(),
                       .reason = request_.reason,
                       .environment_url = request_.environment_url.empty()
                                              ? reading_.config.environment.url
                                              : request_.environment_url},
        .config = reading_.config,
        .seen = reading_.here,
        .survey = reading_.survey};
    adopt(plan.deployment, reading_.survey);
    return plan;
  }

  /// Keeps automation from bringing back what is withdrawn.
  void add_hold(ports::DeploymentState& deployment, const domain::RollbackFacts& facts) const {
    if (request_.hold == HoldScope::none) return;
    domain::Hold hold{.reason = facts.current.str() + " withdrawn" +
                                (request_.reason.empty() ? "" : ", " + request_.reason),
                      .triggered_by = world_.run.actor,
                      .since = world_.clock.now()};
    if (request_.hold == HoldScope::version) {
      hold.version = facts.current.str();
      hold.commit_sha = facts.current_commit;
    }
    deployment.new_holds.push_back(std::move(hold));
  }

  const RollbackRequest& request_;
  RollbackReading reading_;
  Run& run_;
  World& world_;
  Outcome& outcome_;
};

void abandon(const RollbackRequest& request, Run& run) {
  const auto scope = rollback_scope(request, run.world);
  if (!scope) return run.outcome.end(scope.error());
  const domain::Place place{scope->sub_project, request.environment, request.region};
  abandon(rollback_identity(request, *scope, run.world), survey_of(request, place, run.world),
          request, run);
}

}  // namespace

Outcome rollback(const RollbackRequest& request, World& world) {
  Outcome outcome{.operation = "rollback"};
  Run run{world, outcome};
  if (request.phase == Phase::finish) {
    finish("rollback", request, run);
    return outcome;
  }
  if (request.phase == Phase::abandon) {
    abandon(request, run);
    return outcome;
  }
  auto reading = read_rollback(request, run);
  if (!reading)
    outcome.end(reading.error());
  else
    Rollback(request, *std::move(reading), run).run();
  return outcome;
}

}  // namespace shiptag::operations
