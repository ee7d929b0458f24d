#include "base/reason_code.hpp"

#include <algorithm>
#include <array>

namespace shiptag {
namespace {

enum class Override { lifts, cannot };

struct Row {
  ReasonCode code;
  std::string_view word;
  Decision decision;
  Override by_override = Override::cannot;
};

using enum ReasonCode;
constexpr std::array rows = {
    Row{created, "created", Decision::done},
    Row{started, "started", Decision::done},
    Row{moved, "moved", Decision::done},
    Row{recorded, "recorded", Decision::done},
    Row{deleted, "deleted", Decision::done},
    Row{already_there, "already_there", Decision::unchanged},
    Row{immutable, "immutable", Decision::refused, Override::lifts},
    Row{version_not_found, "version_not_found", Decision::refused},
    Row{environment_not_configured, "environment_not_configured", Decision::refused,
        Override::lifts},
    Row{region_not_configured, "region_not_configured", Decision::refused, Override::lifts},
    Row{secrets_not_encrypted, "secrets_not_encrypted", Decision::refused, Override::lifts},
    Row{held, "held", Decision::refused, Override::lifts},
    Row{deprecated, "deprecated", Decision::refused, Override::lifts},
    Row{unstable, "unstable", Decision::refused, Override::lifts},
    Row{not_deployed_in, "not_deployed_in", Decision::refused, Override::lifts},
    Row{stale, "stale", Decision::refused, Override::lifts},
    Row{conflict, "conflict", Decision::refused, Override::lifts},
    Row{superseded, "superseded", Decision::refused},
    Row{approval_required, "approval_required", Decision::refused, Override::lifts},
    Row{no_target, "no_target", Decision::refused},
    Row{nothing_deployed, "nothing_deployed", Decision::refused},
    Row{never_deployed, "never_deployed", Decision::refused, Override::lifts},
    Row{not_lower, "not_lower", Decision::refused},
    Row{same_commit, "same_commit", Decision::refused, Override::lifts},
    Row{ledger_unreadable, "ledger_unreadable", Decision::refused, Override::lifts},
    Row{override_not_permitted, "override_not_permitted", Decision::refused},
    Row{permission, "permission", Decision::refused},
    Row{rejected_by_server, "rejected_by_server", Decision::refused},
    Row{invalid_input, "invalid_input", Decision::refused},
    Row{unavailable, "unavailable", Decision::failed},
    Row{protocol, "protocol", Decision::failed},
    Row{interrupted, "interrupted", Decision::failed},
    Row{internal, "internal", Decision::failed},
};

constexpr const Row& row_of(ReasonCode code) noexcept {
  return rows.at(static_cast<std::size_t>(code));
}

constexpr bool rows_stand_in_enum_order() {
  for (std::size_t i = 0; i < rows.size(); ++i)
    if (static_cast<std::size_t>(rows.at(i).code) != i) return false;
  return true;
}
static_assert(rows_stand_in_enum_order());

}  // namespace

std::string_view to_string(Decision decision) noexcept {
  constexpr std::array<std::string_view, 5> words = {"done", "unchanged", "planned", "refused",
                                                     "failed"};
  return words.at(static_cast<std::size_t>(decision));
}

std::string_view to_string(ReasonCode code) noexcept {
  return row_of(code).word;
}

Decision decision_for(ReasonCode code) noexcept {
  return row_of(code).decision;
}

int exit_status(Decision decision, ReasonCode code) noexcept {
  if (decision != Decision::refused && decision != Decision::failed) return 0;
  return code == invalid_input ? 2 : 1;
}

bool override_lifts(ReasonCode code) noexcept {
  return row_of(code).by_override == Override::lifts;
}

}  // namespace shiptag
