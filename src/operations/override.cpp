#include "operations/override.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace shiptag::operations {
namespace {

/// In a workflow on GitHub, the repository's administrators may override; elsewhere, whoever can
/// set the environment of the step.
Expected<void> check_permitted(Ports& ports) {
  if (!ports.forge || !ports.run.in_workflow) {
    if (ports.run.override_allowed) return {};
    return fail(ReasonCode::override_not_permitted,
                "override is not permitted here: ALLOW_PROTECTED_TAG_PUSH is not true",
                "set ALLOW_PROTECTED_TAG_PUSH=true in the environment of this step");
  }
  const std::string& who = ports.run.triggering_actor;
  const auto is_administrator = ports.forge->permissions.is_administrator(who);
  if (!is_administrator) return fail(is_administrator.error());
  if (*is_administrator) return {};
  return fail(
      ReasonCode::override_not_permitted,
      "override requires an administrator of " + ports.run.repository + "; " + who + " is not one",
      "ask an administrator to start this run");
}

}  // namespace

Expected<std::optional<domain::Override>> lift(const std::vector<Error>& refusals,
                                               const CommonRequest& request, Context& context) {
  using Record = std::optional<domain::Override>;
  if (refusals.empty()) return Record{};
  if (!request.override_reason) return fail(refusals.front());
  const auto stands = std::ranges::find_if(
      refusals, [](const Error& refusal) { return !override_lifts(refusal.code); });
  if (stands != refusals.end()) return fail(*stands);
  if (auto permitted = check_permitted(context.ports); !permitted) {
    Error& error = permitted.error();
    if (error.code == ReasonCode::override_not_permitted)
      error.message += "; without an override: " + refusals.front().message;
    return fail(std::move(error));
  }
  domain::Override record{
      .by = context.ports.run.triggering_actor, .reason = *request.override_reason, .lifted = {}};
  for (const Error& refusal : refusals) {
    record.lifted.emplace_back(to_string(refusal.code));
    context.outcome.warn("Override", "lifted " + std::string(to_string(refusal.code)) + ": " +
                                         refusal.message + " (" + record.by + ": " + record.reason +
                                         ")");
  }
  return record;
}

void prove(std::optional<domain::Override>& record, Context& context) {
  if (!record) return;
  constexpr std::size_t longest_reason = 500;
  const std::string& who = context.ports.run.triggering_actor;
  const auto proven =
      record->by == who
          ? check_permitted(context.ports)
          : Expected<void>(fail(ReasonCode::override_not_permitted,
                                "the override is by " + in_quotes(record->by) + ", but " +
                                    in_quotes(who) + " started this attempt"));
  if (proven) return;
  record->reason = "unverified: " + printable(record->reason, longest_reason);
  context.outcome.warn(
      "Override not verified",
      "deployment_state says that an override lifted a refusal, which could not be verified; the "
      "override is recorded as unverified: " +
          proven.error().message);
}

}  // namespace shiptag::operations
