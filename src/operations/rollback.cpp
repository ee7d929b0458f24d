#include "operations/rollback.hpp"

#include <utility>

#include "operations/deployment_phases.hpp"
#include "operations/identity.hpp"
#include "operations/override.hpp"
#include "operations/scope.hpp"

namespace shiptag::operations {
namespace {

using domain::Outcome;

/// One rollback on its way from the request to the plan.
class Rollback {
 public:
  Rollback(const RollbackRequest& request, Scope scope, Run& run)
      : request_(request),
        scope_(std::move(scope)),
        run_(run),
        world_(run.world),
        outcome_(run.outcome) {}

  void run() {
    if (const auto read = this->read(); !read) return outcome_.end(read.error());
    if (const auto* line = earlier_attempt())
      return repeat(*line, draft(line->commit_sha, *line->version), request_, run_);
    const auto plan = decide();
    if (!plan) return outcome_.end(plan.error());
    carry_out(*plan, request_, run_);
  }

 private:
  [[nodiscard]] std::string tag_name() const { return scope_.tag(request_.environment); }
  [[nodiscard]] bool is_automatic() const { return request_.target_version == "auto"; }

  Expected<void> read() {
    if (!is_automatic()) {
      auto version = domain::version_in(scope_.sub_project, request_.target_version);
      if (!version) return fail(while_doing("target_version", version.error()));
      target_ = *std::move(version);
    }
    auto config = world_.environments.load(request_.environment, request_.region);
    if (!config) return fail(config.error());
    config_ = *std::move(config);
    auto listing = list_tags(scope_, {tag_name(), scope_.version_prefix()}, {tag_name()}, world_);
    if (!listing) return fail(listing.error());
    listing_.emplace(*std::move(listing));
    auto states = read_environments({tag_name()}, *listing_, world_);
    if (!states) return fail(states.error());
    here_ = std::move(states->front());
    return {};
  }

  [[nodiscard]] domain::RunIdentity identity() const {
    return identify({.operation = "rollback",
                     .environment_tag = tag_name(),
                     .region = request_.region,
                     .requested_version = request_.target_version},
                    world_);
  }

  /// The line of an earlier attempt of this run, if it is still the newest.
  [[nodiscard]] const domain::LedgerLine* earlier_attempt() const {
    const auto* line = here_.ledger.find_run(identity().hash());
    return line != nullptr && line == here_.ledger.running(request_.region) ? line : nullptr;
  }

  Expected<DeploymentPlan> decide() {
    if (const auto newest = check_newest(); !newest) return fail(newest.error());
    std::vector<Error> refusals;
    if (here_.unreadable) refusals.push_back(*here_.unreadable);
    auto facts = this->facts();
    if (!facts) return fail(facts.error());
    auto target = domain::select_rollback_target(*facts);
    if (!target.target_version) refusals.push_back(domain::why_no_target(target, *facts));
    auto lifted = lift(refusals, request_, run_);
    if (lifted && !target.target_version) domain::take_requested(target, *facts);
    outcome_.rollback_target = target;
    if (!lifted) return fail(lifted.error());
    explain(target);
    auto plan = draft(target.target_version->commit, target.target_version->version);
    plan.deployment.previous_version = facts->current;
    plan.deployment.override_record = *std::move(lifted);
    if (here_.unreadable)
      plan.deployment.override_record->previous_tag_object = here_.tag->object.hex();
    add_hold(plan.deployment, *facts);
    return plan;
  }

  [[nodiscard]] Expected<void> check_newest() const {
    const auto* line = here_.ledger.find_run(identity().hash());
    if (line == nullptr) return {};
    const auto* newest = here_.ledger.running(request_.region);
    return fail(ReasonCode::superseded,
                "this run already rolled " + request_.environment + " back to " +
                    line->version->str() + ", and " + newest->triggered_by +
                    " has since set it to " + newest->version->str(),
                "to roll back once more, start a new run");
  }

  [[nodiscard]] Expected<domain::RollbackFacts> facts() const {
    const auto nothing = [&] {
      return fail(ReasonCode::nothing_deployed,
                  "nothing is deployed to " + tag_name() +
                      (request_.region.empty() ? "" : " in " + request_.region),
                  "deploy a version first");
    };
    if (!here_.tag) return nothing();
    const auto running = running_version(here_, considered_regions(), versions_in(*listing_));
    if (!running) return fail(running.error());
    if (!*running) return nothing();
    const auto tag = listing_->candidate(**running);
    return domain::RollbackFacts{.current = **running,
                                 .current_commit = tag ? tag->commit : here_.tag->commit,
                                 .environment = request_.environment,
                                 .region = request_.region,
                                 .criteria = request_.criteria,
                                 .requested = target_,
                                 .candidates = listing_->candidates(),
                                 .ledger = &here_.ledger,
                                 .holds = here_.ledger.holds(world_.clock.now())};
  }

  [[nodiscard]] std::vector<std::string> configured_regions() const {
    std::vector<std::string> names;
    for (const domain::Region& region : config_.environment.regions) names.push_back(region.name);
    return names;
  }

  [[nodiscard]] std::vector<std::string> considered_regions() const {
    if (!request_.region.empty()) return {request_.region};
    return domain::every_region(configured_regions(), here_.ledger);
  }

  /// Faults in the configuration warn: they must not keep a bad version running.
  void explain(const domain::RollbackTarget& target) {
    for (const Error& fault : config_.faults)
      outcome_.warn("Configuration", fault.message + (fault.hint.empty() ? "" : "; " + fault.hint));
    for (const std::string& notice : config_.notices) outcome_.note("Configuration", notice);
    note_ambiguous(listing_->ambiguous(), outcome_);
    if (target.passed_over.empty()) return;
    std::string names;
    for (const domain::Version& version : target.passed_over)
      names += (names.empty() ? "" : ", ") + version.str();
    outcome_.warn("Passed over", names + " " + (target.passed_over.size() > 1 ? "are" : "is") +
                                     " higher, but " + target.target_version->version.str() +
                                     " is preferred");
  }

  [[nodiscard]] DeploymentPlan draft(const domain::ObjectId& commit,
                                     const domain::Version& version) {
    const auto identity = this->identity();
    outcome_.output("target_version", version.semver());
    return {.deployment = {.operation = "rollback",
                           .identity = identity,
                           .deployment_id = new_deployment_id("deploy", identity, world_),
                           .sub_project = scope_.sub_project,
                           .environment = request_.environment,
                           .region = request_.region,
                           .version = version,
                           .commit_sha = commit,
                           .old_tag_object = here_.object(),
                           .newest_line = here_.newest_line(),
                           .started_at = world_.clock.now(),
                           .configured_regions = configured_regions(),
                           .reason = request_.reason,
                           .environment_url = config_.environment.url},
            .config = config_,
            .seen = here_};
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
  Scope scope_;
  Run& run_;
  World& world_;
  Outcome& outcome_;
  std::optional<domain::Version> target_;
  domain::EnvironmentConfig config_;
  std::optional<TagListing> listing_;
  EnvironmentState here_;
};

}  // namespace

Outcome rollback(const RollbackRequest& request, World& world) {
  Outcome outcome{.operation = "rollback"};
  Run run{world, outcome};
  if (request.phase == Phase::finish) {
    finish("rollback", request, run);
    return outcome;
  }
  auto scope = open_scope(request.sub_project, request.target_version, world);
  const auto place = scope ? check_place(*scope, request.environment, request.region)
                           : Expected<void>(fail(scope.error()));
  if (!place)
    outcome.end(place.error());
  else
    Rollback(request, *std::move(scope), run).run();
  return outcome;
}

}  // namespace shiptag::operations
