#pragma once
#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "domain/hold.hpp"
#include "domain/ledger.hpp"
#include "domain/object_id.hpp"
#include "domain/version.hpp"

namespace shiptag::domain {

enum class Strategy { semver, last_deployed };
enum class History { required, any };

[[nodiscard]] std::string_view to_string(Strategy strategy) noexcept;
[[nodiscard]] std::string_view to_string(History history) noexcept;

struct SelectionCriteria {
  Strategy strategy = Strategy::semver;
  bool prioritize_stable = true;
  bool exclude_deprecated = true;
  bool exclude_unstable = false;
  History history = History::required;
};

/// A version of the sub-project, with the states that its state tags give it.
struct Candidate {
  Version version;
  ObjectId commit;
  bool stable = false, unstable = false, deprecated = false;
  bool has_tag = true;  ///< False for one that only the ledger still knows.

  /// `stable` unless `unstable` cancels it.
  [[nodiscard]] bool is_stable() const noexcept { return stable && !unstable && !deprecated; }
};

struct RejectedVersion {
  Version version;
  ReasonCode reason;
  std::string explanation;  ///< One line for a person.
};

/// Hands over candidates, one at a time: there may be a million.
using EachCandidate = std::function<void(const Candidate&)>;
using Candidates = std::function<void(const EachCandidate&)>;

/// Everything the decision depends on.
struct RollbackFacts {
  Version current;
  ObjectId current_commit;
  std::string environment, region;  ///< `region` empty: the whole environment.
  SelectionCriteria criteria;
  std::optional<Version> requested;  ///< An explicit `target_version`; none: `auto`.
  Candidates candidates;             ///< All version tags of the sub-project, in any order.
  const Ledger* ledger;
  std::vector<Hold> holds;        ///< The active ones.
  std::vector<Error> found = {};  ///< Refusals that were found while reading; they come first.
};

/// The RollbackTarget of the data model. It exists even where nothing is left to roll back to.
struct RollbackTarget {
  Version current_version;
  std::optional<Candidate> target_version = {};
  std::string environment;
  SelectionCriteria selection_criteria;
  std::vector<Version> candidate_versions = {};          ///< Accepted: the first 100 in preference.
  std::size_t more_accepted = 0;                         ///< How many more.
  std::vector<RejectedVersion> rejected_versions = {};   ///< The highest 100, highest first.
  std::map<ReasonCode, std::size_t> more_rejected = {};  ///< How many more, by reason.
  /// Accepted and higher than the target: the highest 100, highest first.
  std::vector<Version> passed_over = {};
};

constexpr std::size_t most_versions_shown = 100;

struct RollbackVerdict {
  RollbackTarget target;
  std::vector<Error> refusals = {};  ///< In the order of the checks; empty: go ahead.
};

/// Goes through every check of a rollback.
[[nodiscard]] RollbackVerdict check_rollback(const RollbackFacts& facts);

/// Chooses where a rollback goes, with a reason for each version it does not go to.
[[nodiscard]] RollbackTarget select_rollback_target(const RollbackFacts& facts);

/// Why there is no `target_version`: `no_target`, or for an explicit one the reason it was rejected
/// (`version_not_found` if it has no tag). Call it only then.
[[nodiscard]] Error why_no_target(const RollbackTarget& target, const RollbackFacts& facts);

/// Takes `facts.requested` as the target although a rule rejects it, as an override allows.
/// It must be one of the candidates.
void take_requested(RollbackTarget& target, const RollbackFacts& facts);

}  // namespace shiptag::domain
