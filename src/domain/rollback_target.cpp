#include "domain/rollback_target.hpp"

#include <algorithm>
#include <unordered_map>

namespace shiptag::domain {
namespace {

std::string place(const RollbackFacts& facts) {
  return facts.region.empty() ? facts.environment : facts.environment + " in " + facts.region;
}

std::string ledger_reach(const Ledger& ledger) {
  if (ledger.empty()) return "there is no ledger";
  const auto since = ledger.lines().back().completed_at;
  const std::size_t lines = ledger.lines().size();
  return "the ledger reaches back " + std::to_string(lines) + (lines == 1 ? " line" : " lines") +
         (since ? ", to " + since->rfc3339() : "");
}

/// How long before the current version each version was last deployed: 0 is the newest.
using Age = std::unordered_map<std::string, std::size_t>;

/// Versions deployed before the current one, newest first.
Age deployed_before(const RollbackFacts& facts) {
  Age ages;
  bool before = !facts.ledger->was_deployed(facts.current, facts.region);
  for (const LedgerLine* line : facts.ledger->deployments(facts.region))
    if (*line->version == facts.current)
      before = true;
    else if (before)
      ages.try_emplace(line->version->str(), ages.size());
  return ages;
}

/// What ran below the current version and has no tag any more, each once.
/// @param tagged  the lower versions that have one, highest first.
std::vector<Candidate> without_tag(const std::vector<const Candidate*>& tagged,
                                   const RollbackFacts& facts) {
  std::vector<Candidate> found;
  for (const LedgerLine* line : facts.ledger->deployments(facts.region)) {
    const Version& version = *line->version;
    if (version >= facts.current || std::ranges::count(found, version, &Candidate::version) > 0)
      continue;
    if (!std::ranges::binary_search(tagged, version, std::ranges::greater{}, &Candidate::version))
      found.push_back({.version = version, .commit = line->commit_sha, .has_tag = false});
  }
  return found;
}

/// Decides on one candidate after the other, in the order of the rules.
class Judge {
 public:
  explicit Judge(const RollbackFacts& facts) : facts_(facts) {
    for (const LedgerLine* line : facts.ledger->deployments(facts.region))
      commits_[line->version->str()].push_back(line->commit_sha);
    if (facts.criteria.strategy == Strategy::last_deployed) ages_ = deployed_before(facts);
  }

  [[nodiscard]] std::optional<ReasonCode> reject(const Candidate& candidate) const {
    const SelectionCriteria& criteria = facts_.criteria;
    if (candidate.version >= facts_.current) return ReasonCode::not_lower;
    if (!candidate.has_tag) return ReasonCode::version_not_found;
    if (candidate.deprecated && criteria.exclude_deprecated) return ReasonCode::deprecated;
    if (candidate.unstable && criteria.exclude_unstable) return ReasonCode::unstable;
    if (!has_history(candidate)) return ReasonCode::never_deployed;
    if (candidate.commit == facts_.current_commit) return ReasonCode::same_commit;
    if (hold_on(candidate) != nullptr) return ReasonCode::held;
    return std::nullopt;
  }

  [[nodiscard]] std::string explain(const Candidate& candidate, ReasonCode reason) const {
    switch (reason) {
      case ReasonCode::not_lower:
        return "not lower than " + facts_.current.str() + ", which runs now";
      case ReasonCode::deprecated:
        return "marked " + state_tag(candidate, "deprecated");
      case ReasonCode::unstable:
        return "marked " + state_tag(candidate, "unstable");
      case ReasonCode::same_commit:
        return "on the same commit as " + facts_.current.str();
      case ReasonCode::held:
        return hold_on(candidate)->describe();
      case ReasonCode::version_not_found:
        return "its tag is gone; it ran in " + place(facts_) + " from commit " +
               candidate.commit.hex() + ", where operation: tag creates it again";
      default:
        return never_deployed(candidate);
    }
  }

  /// Whether `a` is to be preferred to `b`.
  [[nodiscard]] bool prefers(const Candidate& a, const Candidate& b) const {
    const SelectionCriteria& criteria = facts_.criteria;
    if (criteria.strategy == Strategy::last_deployed)
      return ages_.at(a.version.str()) < ages_.at(b.version.str());
    if (criteria.prioritize_stable && a.is_stable() != b.is_stable()) return a.is_stable();
    return a.version > b.version;
  }

 private:
  [[nodiscard]] bool has_history(const Candidate& candidate) const {
    if (facts_.criteria.strategy == Strategy::last_deployed &&
        !ages_.contains(candidate.version.str()))
      return false;
    return facts_.criteria.history == History::any || ran(candidate);
  }

  /// Whether what its tag names now is what ran.
  [[nodiscard]] bool ran(const Candidate& candidate) const {
    const auto at = commits_.find(candidate.version.str());
    return at != commits_.end() && std::ranges::count(at->second, candidate.commit) > 0;
  }

  [[nodiscard]] const Hold* hold_on(const Candidate& candidate) const {
    const auto at = std::ranges::find_if(facts_.holds, [&](const Hold& hold) {
      return hold.commit_sha && *hold.commit_sha == candidate.commit;
    });
    return at == facts_.holds.end() ? nullptr : &*at;
  }

  [[nodiscard]] std::string never_deployed(const Candidate& candidate) const {
    if (const auto at = commits_.find(candidate.version.str());
        at != commits_.end() && !ran(candidate))
      return "its tag was moved: it ran in " + place(facts_) + " from commit " +
             at->second.front().hex() + ", and is on " + candidate.commit.hex() + " now";
    const bool by_time = facts_.criteria.strategy == Strategy::last_deployed;
    return (by_time ? "not deployed to " + place(facts_) + " before " + facts_.current.str()
                    : "never deployed to " + place(facts_)) +
           "; " + ledger_reach(*facts_.ledger);
  }

  static std::string state_tag(const Candidate& candidate, std::string_view state) {
    return candidate.version.str() + "-" + std::string(state);
  }

  const RollbackFacts& facts_;
  std::unordered_map<std::string, std::vector<ObjectId>> commits_;  ///< From which each ran.
  Age ages_;
};

void reject(RollbackTarget& target, const Candidate& candidate, ReasonCode reason,
            const Judge& judge) {
  if (target.rejected_versions.size() < most_rejected_shown)
    target.rejected_versions.push_back(
        {candidate.version, reason, judge.explain(candidate, reason)});
  else
    ++target.more_rejected[reason];
}

const Candidate* find(const RollbackFacts& facts, const Version& version) {
  const auto at = std::ranges::find(facts.candidates, version, &Candidate::version);
  return at == facts.candidates.end() ? nullptr : &*at;
}

/// Why the requested version is no candidate at all.
Error no_tag(const RollbackFacts& facts) {
  const std::string message = "there is no tag " + facts.requested->str();
  for (const LedgerLine* line : facts.ledger->deployments(facts.region))
    if (*line->version == *facts.requested)
      return {ReasonCode::version_not_found,
              message + " any more; it ran in " + place(facts) + " from commit " +
                  line->commit_sha.hex(),
              "create it there again with operation: tag, then roll back"};
  return {ReasonCode::version_not_found, message, "name a version that has a tag"};
}

void choose(RollbackTarget& target, const std::vector<const Candidate*>& accepted,
            const RollbackFacts& facts) {
  for (const Candidate* candidate : accepted) {
    if (facts.requested && candidate->version != *facts.requested) continue;
    target.target_version = *candidate;
    break;
  }
  if (!target.target_version || facts.requested) return;
  for (const Candidate* candidate : accepted)
    if (candidate->version > target.target_version->version)
      target.passed_over.push_back(candidate->version);
}

}  // namespace

std::string_view to_string(Strategy strategy) noexcept {
  return strategy == Strategy::semver ? "semver" : "last_deployed";
}

std::string_view to_string(History history) noexcept {
  return history == History::required ? "required" : "any";
}

RollbackTarget select_rollback_target(const RollbackFacts& facts) {
  RollbackTarget target{.current_version = facts.current,
                        .environment = facts.environment,
                        .selection_criteria = facts.criteria};
  std::vector<const Candidate*> lower;
  for (const Candidate& candidate : facts.candidates)
    if (candidate.version < facts.current) lower.push_back(&candidate);
  std::ranges::sort(lower, std::ranges::greater{}, &Candidate::version);
  const std::vector<Candidate> untagged = without_tag(lower, facts);
  for (const Candidate& candidate : untagged) lower.push_back(&candidate);
  std::ranges::sort(lower, std::ranges::greater{}, &Candidate::version);

  const Judge judge(facts);
  std::vector<const Candidate*> accepted;
  for (const Candidate* candidate : lower)
    if (const auto reason = judge.reject(*candidate))
      reject(target, *candidate, *reason, judge);
    else
      accepted.push_back(candidate);
  std::ranges::stable_sort(
      accepted, [&](const Candidate* a, const Candidate* b) { return judge.prefers(*a, *b); });
  for (const Candidate* candidate : accepted)
    target.candidate_versions.push_back(candidate->version);
  choose(target, accepted, facts);
  return target;
}

Error why_no_target(const RollbackTarget& target, const RollbackFacts& facts) {
  if (!facts.requested)
    return {ReasonCode::no_target,
            "no version below " + facts.current.str() + " can be rolled back to in " +
                place(facts) + "; " +
                (target.rejected_versions.empty()
                     ? "no lower version has a tag"
                     : "each lower one was rejected, with its reason in the summary"),
            "name one with target_version, or see history, exclude_deprecated and "
            "exclude_unstable"};
  const std::string name = facts.requested->str();
  const Candidate* candidate = find(facts, *facts.requested);
  if (candidate == nullptr) return no_tag(facts);
  const Judge judge(facts);
  const ReasonCode reason = judge.reject(*candidate).value_or(ReasonCode::internal);
  return {reason, name + " cannot be rolled back to: " + judge.explain(*candidate, reason),
          "leave target_version at auto, or lift the rule with override: true and "
          "override_reason"};
}

void take_requested(RollbackTarget& target, const RollbackFacts& facts) {
  target.target_version = *find(facts, *facts.requested);
  std::erase_if(target.rejected_versions, [&](const RejectedVersion& rejected) {
    return rejected.version == *facts.requested;
  });
  target.candidate_versions.insert(target.candidate_versions.begin(), *facts.requested);
}

}  // namespace shiptag::domain
