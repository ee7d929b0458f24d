#pragma once
#include <optional>
#include <string_view>

namespace shiptag {

/// How a run ended, in one word; `docs/reason-codes.md` explains each.
enum class Decision { done, unchanged, planned, refused, failed };

/// Why a run ended as it did. This is the whole list; scripts branch on these words.
enum class ReasonCode {
  // done
  created,
  started,   ///< A passing `phase: start`.
  moved,     ///< The tag's commit changed.
  recorded,  ///< An outcome or a ledger line without a move.
  deleted,
  // unchanged
  already_there,
  // refused by a rule, ours or the server's
  immutable,
  version_not_found,
  environment_not_configured,
  region_not_configured,
  secrets_not_encrypted,
  held,
  deprecated,
  unstable,
  not_deployed_in,
  stale,
  conflict,
  superseded,
  approval_required,
  no_target,
  nothing_deployed,
  never_deployed,
  not_lower,
  same_commit,
  ledger_unreadable,
  override_not_permitted,
  permission,
  rejected_by_server,
  // refused before anything was asked
  invalid_input,
  // failed
  unavailable,  ///< Network, timeout, 5xx.
  protocol,     ///< A response that could not be understood.
  interrupted,
  internal,
};

[[nodiscard]] std::string_view to_string(Decision decision) noexcept;

/// The enum value's own name: `version_not_found`.
[[nodiscard]] std::string_view to_string(ReasonCode code) noexcept;

/// The decision that goes with `code`; never `planned`, which only a dry run sets.
[[nodiscard]] Decision decision_for(ReasonCode code) noexcept;

/// 0 for done, unchanged, and planned; 2 for `invalid_input`; 1 for everything else.
[[nodiscard]] int exit_status(Decision decision, ReasonCode code) noexcept;

/// True for a refusal by one of our own rules that `override: true` lifts.
[[nodiscard]] bool override_lifts(ReasonCode code) noexcept;

}  // namespace shiptag
