#include "domain/rollback_rules.hpp"

#include <algorithm>

namespace shiptag::domain {
namespace {

std::string ledger_reach(const Ledger& ledger) {
  if (ledger.empty()) return "there is no ledger";
  const auto since = ledger.lines().back().completed_at;
  const std::size_t lines = ledger.lines().size();
  return "the ledger has " + std::to_string(lines) + (lines == 1 ? " line" : " lines") +
         (since ? ", back to " + since->rfc3339() : "");
}

/// Versions deployed before the current one, with how many others have been deployed since.
std::unordered_map<std::string, std::size_t> deployed_before(const RollbackFacts& facts) {
  std::unordered_map<std::string, std::size_t> ages;
  bool before = !facts.ledger->was_deployed(facts.current, facts.region);
  for (const LedgerLine* line : facts.ledger->deployments(facts.region))
    if (*line->version == facts.current)
      before = true;
    else if (before)
      ages.try_emplace(line->version->str(), ages.size());
  return ages;
}

std::string state_tag(const Candidate& candidate, std::string_view state) {
  return candidate.version.str() + "-" + std::string(state);
}

}  // namespace

std::string place_of(const RollbackFacts& facts) {
  return facts.region.empty() ? facts.environment : facts.environment + " in " + facts.region;
}

RollbackRules::RollbackRules(const RollbackFacts& facts) : facts_(facts) {
  for (const LedgerLine* line : facts.ledger->deployments(facts.region))
    commits_[line->version->str()].push_back(line->commit_sha);
  if (facts.criteria.strategy == Strategy::last_deployed) ages_ = deployed_before(facts);
}

std::optional<ReasonCode> RollbackRules::reject(const Candidate& candidate) const {
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

std::string RollbackRules::explain(const Candidate& candidate, ReasonCode reason) const {
  switch (reason) {
    case ReasonCode::not_lower:
      return "not lower than " + facts_.current.str() + ", which is running now";
    case ReasonCode::deprecated:
      return "marked deprecated by the tag " + state_tag(candidate, "deprecated");
    case ReasonCode::unstable:
      return "marked unstable by the tag " + state_tag(candidate, "unstable");
    case ReasonCode::same_commit:
      return "on the same commit as " + facts_.current.str();
    case ReasonCode::held:
      return hold_on(candidate)->describe(facts_.environment);
    case ReasonCode::version_not_found:
      return "its tag is gone; it ran in " + place_of(facts_) + " from commit " +
             candidate.commit.hex() + ", where operation: tag can re-create it";
    default:
      return never_deployed(candidate);
  }
}

bool RollbackRules::prefers(const Candidate& a, const Candidate& b) const {
  const SelectionCriteria& criteria = facts_.criteria;
  if (criteria.strategy == Strategy::last_deployed)
    return ages_.at(a.version.str()) < ages_.at(b.version.str());
  if (criteria.prioritize_stable && a.is_stable() != b.is_stable()) return a.is_stable();
  return a.version > b.version;
}

bool RollbackRules::has_history(const Candidate& candidate) const {
  if (facts_.criteria.strategy == Strategy::last_deployed &&
      !ages_.contains(candidate.version.str()))
    return false;
  return facts_.criteria.history == History::any || ran(candidate);
}

/// Whether the commit that its tag names now is one that ran.
bool RollbackRules::ran(const Candidate& candidate) const {
  const auto at = commits_.find(candidate.version.str());
  return at != commits_.end() && std::ranges::count(at->second, candidate.commit) > 0;
}

const Hold* RollbackRules::hold_on(const Candidate& candidate) const {
  const auto at = std::ranges::find_if(facts_.holds, [&](const Hold& hold) {
    return hold.commit_sha && *hold.commit_sha == candidate.commit;
  });
  return at == facts_.holds.end() ? nullptr : &*at;
}

std::string RollbackRules::never_deployed(const Candidate& candidate) const {
  const std::string place = place_of(facts_);
  const auto* line = facts_.ledger->newest_of(candidate.version, facts_.region);
  if (line != nullptr && line->commit_sha != candidate.commit)
    return "its tag was moved: it ran in " + place + " from commit " + line->commit_sha.hex() +
           ", but the tag is now on " + candidate.commit.hex();
  const bool by_time = facts_.criteria.strategy == Strategy::last_deployed;
  return (by_time ? "not deployed to " + place + " before " + facts_.current.str()
                  : "never deployed to " + place) +
         "; " + ledger_reach(*facts_.ledger);
}

}  // namespace shiptag::domain
