#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "domain/rollback_target.hpp"

namespace shiptag::domain {

/// `production in us-east`
[[nodiscard]] std::string place_of(const RollbackFacts& facts);

/// Decides on one candidate at a time, in the order of the rules.
class RollbackRules {
 public:
  explicit RollbackRules(const RollbackFacts& facts);  ///< They must outlive it.

  /// The first rule that keeps `candidate` from being the target; nullopt: none does.
  [[nodiscard]] std::optional<ReasonCode> reject(const Candidate& candidate) const;
  /// One line for a person.
  [[nodiscard]] std::string explain(const Candidate& candidate, ReasonCode reason) const;
  /// Whether `a` is preferred to `b`; both were accepted.
  [[nodiscard]] bool prefers(const Candidate& a, const Candidate& b) const;

 private:
  [[nodiscard]] bool has_history(const Candidate& candidate) const;
  [[nodiscard]] bool ran(const Candidate& candidate) const;
  [[nodiscard]] const Hold* hold_on(const Candidate& candidate) const;
  [[nodiscard]] std::string never_deployed(const Candidate& candidate) const;

  const RollbackFacts& facts_;
  std::unordered_map<std::string, std::vector<ObjectId>> commits_;  ///< From which each ran.
  /// How long before the current version each version was last deployed: 0 is the newest.
  std::unordered_map<std::string, std::size_t> ages_;
};

}  // namespace shiptag::domain
