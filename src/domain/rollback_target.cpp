#include "domain/rollback_target.hpp"

#include <algorithm>

#include "domain/rollback_judge.hpp"

namespace shiptag::domain {
namespace {

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

void reject(RollbackTarget& target, const Candidate& candidate, ReasonCode reason,
            const RollbackJudge& judge) {
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

/// How the tag of what ran comes to be there again.
std::string how_to_tag(const LedgerLine& line) {
  return "operation: tag with version: " + line.version->str() +
         " and commit_sha: " + line.commit_sha.hex();
}

/// Why the requested version is no candidate at all.
Error no_tag(const RollbackFacts& facts) {
  const std::string message = "there is no tag " + facts.requested->str();
  const LedgerLine* line = facts.ledger->newest_of(*facts.requested, facts.region);
  if (line == nullptr)
    return {ReasonCode::version_not_found, message, "name a version that has a tag"};
  return {ReasonCode::version_not_found,
          message + " any more; it ran in " + place_of(facts) + " from commit " +
              line->commit_sha.hex(),
          "create it again by " + how_to_tag(*line) + ", then roll back"};
}

/// What to do where the requested `candidate` was rejected.
std::string way_out(const Candidate& candidate, ReasonCode reason, const RollbackFacts& facts) {
  const std::string where = place_of(facts);
  if (candidate.version == facts.current) return "it runs there: there is nothing to roll back";
  if (reason == ReasonCode::not_lower)
    return "deploy it with operation: deploy, and release_hold: true if " + where + " is held";
  const LedgerLine* line = facts.ledger->newest_of(candidate.version, facts.region);
  if (reason == ReasonCode::never_deployed && line != nullptr &&
      line->commit_sha != candidate.commit)
    return "move the tag back by " + how_to_tag(*line) +
           ", with override: true and override_reason, then roll back";
  return "leave target_version at auto, or lift the rule with override: true and override_reason";
}

/// What to do where nothing is left.
std::string way_out(const RollbackTarget& target, const RollbackFacts& facts) {
  for (const RejectedVersion& rejected : target.rejected_versions)
    if (rejected.reason == ReasonCode::version_not_found)
      return "create the highest that ran here and has lost its tag again by " +
             how_to_tag(*facts.ledger->newest_of(rejected.version, facts.region)) +
             ", then roll back; or name another with target_version";
  return "name one with target_version, or see history, exclude_deprecated and exclude_unstable";
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

  const RollbackJudge judge(facts);
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
                place_of(facts) + "; " +
                (target.rejected_versions.empty()
                     ? "no lower version has a tag"
                     : "each lower one was rejected, with its reason in the summary"),
            way_out(target, facts)};
  const std::string name = facts.requested->str();
  const Candidate* candidate = find(facts, *facts.requested);
  if (candidate == nullptr) return no_tag(facts);
  const RollbackJudge judge(facts);
  const ReasonCode reason = judge.reject(*candidate).value_or(ReasonCode::internal);
  return {reason, name + " cannot be rolled back to: " + judge.explain(*candidate, reason),
          way_out(*candidate, reason, facts)};
}

void take_requested(RollbackTarget& target, const RollbackFacts& facts) {
  target.target_version = *find(facts, *facts.requested);
  std::erase_if(target.rejected_versions, [&](const RejectedVersion& rejected) {
    return rejected.version == *facts.requested;
  });
  target.candidate_versions.insert(target.candidate_versions.begin(), *facts.requested);
}

}  // namespace shiptag::domain
