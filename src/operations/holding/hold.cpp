#include "operations/holding/hold.hpp"

#include <algorithm>

#include "operations/holding/hold_change.hpp"

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

Expected<void> check(const HoldRequest& request, const SubProject& sub_project, Ports& ports) {
  if (auto place = check_place(sub_project, request.environment, ""); !place) return place;
  if (request.reason.empty())
    return fail(ReasonCode::invalid_input, "reason is not given",
                "give the reason in one line, for whoever it blocks");
  if (request.until && *request.until <= ports.clock.now())
    return fail(ReasonCode::invalid_input,
                "until is " + request.until->rfc3339() + ", which is not in the future",
                "set a later time, or leave it out to hold until someone resumes");
  return {};
}

Expected<void> hold(const HoldRequest& request, Context& context) {
  const auto sub_project = open_sub_project(request.sub_project, request.version, context.ports);
  if (!sub_project) return fail(sub_project.error());
  if (auto checked = check(request, *sub_project, context.ports); !checked) return checked;
  const std::string tag_name = sub_project->tag(request.environment);
  const std::string what = request.version.empty() ? tag_name : request.version + " in " + tag_name;
  const std::string until =
      request.until ? " until " + request.until->rfc3339() : " until it is resumed";
  const domain::Hold wanted{.reason = request.reason,
                            .triggered_by = context.ports.run.actor,
                            .since = context.ports.clock.now(),
                            .until = request.until};
  const domain::Place place{sub_project->path, request.environment, ""};
  const HoldChange change{.operation = domain::LedgerOperation::hold,
                          .environment = request.environment,
                          .version = request.version,
                          .reason = request.reason,
                          .dry_run = request.dry_run,
                          .forge_records = forge_records_of(request, place, context.ports),
                          .apply = add(wanted),
                          .done = what + " is on hold" + until,
                          .already = what + " is already on hold for this reason"};
  return change_holds(change, *sub_project, context);
}

}  // namespace

domain::Outcome hold(const HoldRequest& request, Ports& ports) {
  domain::Outcome outcome{.operation = "hold"};
  Context context{ports, outcome};
  if (const auto done = hold(request, context); !done) outcome.end(done.error());
  return outcome;
}

}  // namespace shiptag::operations
