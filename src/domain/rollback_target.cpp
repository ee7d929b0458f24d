#include "domain/rollback_target.hpp"

#include <algorithm>
#include <utility>

#include "domain/rollback_rules.hpp"

namespace shiptag::domain {
namespace {

/// Keeps the first `most_versions_shown` of the values added, in the order of `Before`. Up to as
/// many more wait to be sorted out.
template <typename Value, typename Before>
class Foremost {
 public:
  explicit Foremost(Before before) : before_(std::move(before)) {}

  void add(const Value& value) {
    if (sorted_out_ && !before_(value, values_[most_versions_shown - 1])) return;
    values_.push_back(value);
    if (values_.size() == 2 * most_versions_shown) sort_out();
  }

  std::vector<Value> take() {
    if (values_.size() > most_versions_shown) sort_out();
    std::ranges::sort(values_, before_);
    return std::move(values_);
  }

 private:
  /// Keeps only the first ones, with the last of them at the end.
  void sort_out() {
    const auto last = values_.begin() + most_versions_shown - 1;
    std::ranges::nth_element(values_, last, before_);
    values_.erase(last + 1, values_.end());
    sorted_out_ = true;
  }

  Before before_;
  std::vector<Value> values_;
  bool sorted_out_ = false;
};

struct Rejected {
  Candidate candidate;
  ReasonCode reason;
};

bool is_higher(const Candidate& a, const Candidate& b) {
  return a.version > b.version;
}

/// Takes the lower versions, each once and in any order, and keeps what is reported about them.
class Selection {
 public:
  explicit Selection(const RollbackFacts& facts) : facts_(facts), rules_(facts) {}

  void add(const Candidate& candidate) {
    if (const auto reason = rules_.reject(candidate)) {
      rejected_.add({candidate, *reason});
      ++target_.more_rejected[*reason];
      return;
    }
    preferred_.add(candidate);
    highest_.add(candidate);
    ++target_.more_accepted;
    if (facts_.requested == candidate.version) target_.target_version = candidate;
  }

  RollbackTarget take() {
    for (const Rejected& each : rejected_.take()) list_rejected(each);
    std::erase_if(target_.more_rejected, [](const auto& more) { return more.second == 0; });
    const std::vector<Candidate> preferred = preferred_.take();
    for (const Candidate& each : preferred) list_accepted(each.version);
    if (facts_.requested)
      list_requested();
    else if (!preferred.empty())
      choose(preferred.front());
    return std::move(target_);
  }

 private:
  void list_rejected(const Rejected& each) {
    target_.rejected_versions.push_back(
        {each.candidate.version, each.reason, rules_.explain(each.candidate, each.reason)});
    --target_.more_rejected[each.reason];
  }

  void list_accepted(const Version& version) {
    target_.candidate_versions.push_back(version);
    --target_.more_accepted;
  }

  void choose(const Candidate& chosen) {
    target_.target_version = chosen;
    for (const Candidate& each : highest_.take())
      if (is_higher(each, chosen)) target_.passed_over.push_back(each.version);
  }

  /// It is listed even if a hundred others are preferred.
  void list_requested() {
    if (target_.target_version &&
        std::ranges::count(target_.candidate_versions, *facts_.requested) == 0)
      list_accepted(*facts_.requested);
  }

  using Before = std::function<bool(const Candidate&, const Candidate&)>;
  using BeforeRejected = bool (*)(const Rejected&, const Rejected&);

  const RollbackFacts& facts_;
  RollbackRules rules_;
  RollbackTarget target_{.current_version = facts_.current,
                         .environment = facts_.environment,
                         .selection_criteria = facts_.criteria};
  Foremost<Candidate, Before> preferred_{
      [this](const Candidate& a, const Candidate& b) { return rules_.prefers(a, b); }};
  Foremost<Candidate, Before> highest_{is_higher};
  Foremost<Rejected, BeforeRejected> rejected_{
      [](const Rejected& a, const Rejected& b) { return is_higher(a.candidate, b.candidate); }};
};

/// The versions below the current one that ran, each once, with the commit it last ran from.
std::map<Version, ObjectId> ran_below(const RollbackFacts& facts) {
  std::map<Version, ObjectId> ran;
  for (const LedgerLine* line : facts.ledger->deployments(facts.region))
    if (*line->version < facts.current) ran.try_emplace(*line->version, line->commit_sha);
  return ran;
}

std::optional<Candidate> find(const RollbackFacts& facts, const Version& version) {
  std::optional<Candidate> found;
  facts.candidates([&](const Candidate& candidate) {
    if (candidate.version == version) found = candidate;
  });
  return found;
}

/// How to re-create the tag of a version that ran.
std::string how_to_tag(const LedgerLine& line) {
  return "operation: tag, version: " + line.version->str() +
         ", and commit_sha: " + line.commit_sha.hex();
}

/// Why the requested version is not a candidate at all.
Error no_tag(const RollbackFacts& facts) {
  const std::string name = facts.requested->str();
  const LedgerLine* line = facts.ledger->newest_of(*facts.requested, facts.region);
  if (line == nullptr)
    return {ReasonCode::version_not_found, "there is no tag " + name,
            "name a version that has a tag"};
  return {ReasonCode::version_not_found,
          "the tag " + name + " no longer exists; it ran in " + place_of(facts) + " from commit " +
              line->commit_sha.hex(),
          "re-create it with " + how_to_tag(*line) + ", then roll back"};
}

/// What to do where the requested `candidate` was rejected.
std::string way_out(const Candidate& candidate, ReasonCode reason, const RollbackFacts& facts) {
  const std::string where = place_of(facts);
  if (candidate.version == facts.current)
    return "name a lower version, or set target_version to auto";
  if (reason == ReasonCode::not_lower)
    return "deploy it with operation: deploy, and release_hold: true if " + where + " is on hold";
  const LedgerLine* line = facts.ledger->newest_of(candidate.version, facts.region);
  if (reason == ReasonCode::never_deployed && line != nullptr &&
      line->commit_sha != candidate.commit)
    return "move the tag back with " + how_to_tag(*line) +
           ", plus override: true and override_reason, then roll back";
  return "set target_version to auto, or lift the rule with override: true and override_reason";
}

/// What to do where nothing is left.
std::string way_out(const RollbackTarget& target, const RollbackFacts& facts) {
  for (const RejectedVersion& rejected : target.rejected_versions)
    if (rejected.reason == ReasonCode::version_not_found)
      return "re-create the tag of the highest version that ran here, with " +
             how_to_tag(*facts.ledger->newest_of(rejected.version, facts.region)) +
             ", then roll back; or set target_version to another version";
  return "set target_version, or relax history, exclude_deprecated, or exclude_unstable";
}

}  // namespace

std::string_view to_string(Strategy strategy) noexcept {
  return strategy == Strategy::semver ? "semver" : "last_deployed";
}

std::string_view to_string(History history) noexcept {
  return history == History::required ? "required" : "any";
}

RollbackVerdict check_rollback(const RollbackFacts& facts) {
  RollbackVerdict verdict{select_rollback_target(facts), facts.found};
  if (!verdict.target.target_version)
    verdict.refusals.push_back(why_no_target(verdict.target, facts));
  return verdict;
}

RollbackTarget select_rollback_target(const RollbackFacts& facts) {
  Selection selection(facts);
  auto without_tag = ran_below(facts);
  facts.candidates([&](const Candidate& candidate) {
    if (candidate.version >= facts.current) return;
    without_tag.erase(candidate.version);
    selection.add(candidate);
  });
  for (const auto& [version, commit] : without_tag)
    selection.add({.version = version, .commit = commit, .has_tag = false});
  return selection.take();
}

Error why_no_target(const RollbackTarget& target, const RollbackFacts& facts) {
  if (!facts.requested)
    return {ReasonCode::no_target,
            place_of(facts) + " has no version below " + facts.current.str() +
                " to roll back to: " +
                (target.rejected_versions.empty()
                     ? "no lower version has a tag"
                     : "every lower version was rejected; the summary says why"),
            way_out(target, facts)};
  const std::string name = facts.requested->str();
  const auto candidate = find(facts, *facts.requested);
  if (!candidate) return no_tag(facts);
  const RollbackRules rules(facts);
  const ReasonCode reason = rules.reject(*candidate).value_or(ReasonCode::internal);
  return {reason, "cannot roll back to " + name + ": " + rules.explain(*candidate, reason),
          way_out(*candidate, reason, facts)};
}

void take_requested(RollbackTarget& target, const RollbackFacts& facts) {
  target.target_version = find(facts, *facts.requested);
  std::erase_if(target.rejected_versions, [&](const RejectedVersion& rejected) {
    return rejected.version == *facts.requested;
  });
  target.candidate_versions.insert(target.candidate_versions.begin(), *facts.requested);
}

}  // namespace shiptag::domain
