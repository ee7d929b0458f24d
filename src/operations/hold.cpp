#include "operations/hold.hpp"

#include <algorithm>

#include "operations/hold_change.hpp"

namespace shiptag::operations {
namespace {

bool is_same(const domain::Hold& a, const domain::Hold& b) {
  return a.commit_sha == b.commit_sha && a.reason == b.reason && a.until == b.until;
}

HoldChange::Apply add(const domain::Hold& wanted) {
  return [wanted](std::vector<domain::Hold> active, const std::optional<domain::Candidate>& held)
             -> std::optional<std::vector<domain::Hold>> {
    domain::Hold hold = wanted;
    if (held) {
      hold.version = held->version.str();
      hold.commit_sha = held->commit;
    }
    const bool is_there = std::ranges::any_of(
        active, [&](const domain::Hold& other) { return is_same(other, hold); });
    if (is_there) return std::nullopt;
    active.push_back(hold);
    return active;
  };
}

Expected<void> check(const HoldRequest& request, const Scope& scope, World& world) {
  if (auto place = check_place(scope, request.environment, ""); !place) return place;
  if (request.reason.empty())
    return fail(ReasonCode::invalid_input, "reason is not given",
                "say in one line why, for whoever is refused because of it");
  if (request.until && *request.until <= world.clock.now())
    return fail(ReasonCode::invalid_input,
                "until is " + request.until->rfc3339() + ", which is not in the future",
                "give a later time, or none to hold until a person resumes");
  return {};
}

Expected<void> hold(const HoldRequest& request, Run& run) {
  const auto scope = open_scope(request.sub_project, request.version, run.world);
  if (!scope) return fail(scope.error());
  if (auto checked = check(request, *scope, run.world); !checked) return checked;
  const std::string tag_name = scope->tag(request.environment);
  const std::string what = request.version.empty() ? tag_name : request.version + " in " + tag_name;
  const std::string until =
      request.until ? " until " + request.until->rfc3339() : " until it is resumed";
  const domain::Hold wanted{.reason = request.reason,
                            .triggered_by = run.world.run.actor,
                            .since = run.world.clock.now(),
                            .until = request.until};
  const domain::Place place{scope->sub_project, request.environment, ""};
  const HoldChange change{.operation = domain::LedgerOperation::hold,
                          .environment = request.environment,
                          .version = request.version,
                          .reason = request.reason,
                          .dry_run = request.dry_run,
                          .survey = survey_of(request, place, run.world),
                          .apply = add(wanted),
                          .done = what + " is held" + until,
                          .already = what + " is held like that already"};
  return change_holds(change, *scope, run);
}

}  // namespace

domain::Outcome hold(const HoldRequest& request, World& world) {
  domain::Outcome outcome{.operation = "hold"};
  Run run{world, outcome};
  if (const auto done = hold(request, run); !done) outcome.end(done.error());
  return outcome;
}

}  // namespace shiptag::operations
