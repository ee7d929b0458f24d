#include "operations/override.hpp"

#include <algorithm>

namespace shiptag::operations {

Expected<std::optional<domain::OverrideRecord>> lift(const std::vector<Error>& refusals,
                                                     const CommonRequest& request, Run& run) {
  using Record = std::optional<domain::OverrideRecord>;
  if (refusals.empty()) return Record{};
  if (!request.override_reason) return fail(refusals.front());
  const auto stands = std::ranges::find_if(
      refusals, [](const Error& refusal) { return !override_lifts(refusal.code); });
  if (stands != refusals.end()) return fail(*stands);
  if (!run.world.run.override_allowed)
    return fail(ReasonCode::override_not_permitted,
                "override: true is not permitted here; without it: " + refusals.front().message,
                "set ALLOW_PROTECTED_TAG_PUSH=true in the environment of this step");
  domain::OverrideRecord record{.reason = *request.override_reason, .lifted = {}};
  for (const Error& refusal : refusals) {
    record.lifted.emplace_back(to_string(refusal.code));
    run.outcome.warn("Override", "lifted " + std::string(to_string(refusal.code)) + ": " +
                                     refusal.message + " (" + run.world.run.actor + ": " +
                                     record.reason + ")");
  }
  return record;
}

}  // namespace shiptag::operations
