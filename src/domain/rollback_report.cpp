#include "domain/rollback_report.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "base/value.hpp"

namespace shiptag::domain {
namespace {

/// For one explanation: far more than any that a person reads.
constexpr std::size_t longest_explanation = 4096;

Value criteria(const SelectionCriteria& criteria) {
  return Value::Members{{"strategy", to_string(criteria.strategy)},
                        {"prioritize_stable", criteria.prioritize_stable},
                        {"exclude_deprecated", criteria.exclude_deprecated},
                        {"exclude_unstable", criteria.exclude_unstable},
                        {"history", to_string(criteria.history)}};
}

/// The version's attributes, and why it was rejected.
Value entity(const RejectedVersion& rejected) {
  Value version = domain::entity(rejected.version);
  auto& members = std::get<Value::Members>(version.is);
  members.emplace_back("reason", to_string(rejected.reason));
  members.emplace_back("explanation",
                       Value::unless_empty(printable(rejected.explanation, longest_explanation)));
  return version;
}

bool is_chosen(const RollbackTarget& target, const Version& version) {
  return target.target_version && target.target_version->version == version;
}

std::string why_accepted(const RollbackTarget& target, const Version& version) {
  if (std::ranges::count(target.passed_over, version) > 0)
    return "higher than the chosen one, but not preferred";
  return is_chosen(target, version) && target.target_version->is_stable() ? "marked stable" : "";
}

void add_accepted(Table& table, const RollbackTarget& target) {
  std::size_t shown = 0;
  for (const Version& version : target.candidate_versions) {
    const bool chosen = is_chosen(target, version);
    if (!chosen && ++shown > most_rows) continue;
    table.rows.push_back(
        {version.str(), chosen ? "chosen" : "accepted", why_accepted(target, version)});
  }
  const std::size_t more = shown - std::min(shown, most_rows) + target.more_accepted;
  if (more > 0) table.remark = "Also accepted: " + std::to_string(more) + " more. ";
}

/// `3 deprecated, 20 never_deployed`
std::string counted(const std::map<ReasonCode, std::size_t>& reasons) {
  std::string text;
  for (const auto& [reason, count] : reasons)
    text.append(text.empty() ? "" : ", ")
        .append(std::to_string(count))
        .append(" ")
        .append(to_string(reason));
  return text;
}

void add_rejected(Table& table, const RollbackTarget& target) {
  for (const RejectedVersion& rejected : target.rejected_versions)
    table.rows.push_back({rejected.version.str(), "rejected",
                          std::string(to_string(rejected.reason)) + ": " + rejected.explanation});
  if (!target.more_rejected.empty())
    table.remark += "Also rejected: " + counted(target.more_rejected);
}

Value entity(const RollbackTarget& target) {
  Value::List candidates;
  for (const Version& version : target.candidate_versions) candidates.push_back(entity(version));
  Value::List rejected;
  for (const RejectedVersion& each : target.rejected_versions) rejected.push_back(entity(each));
  Value::Members more_rejected;
  for (const auto& [reason, count] : target.more_rejected)
    more_rejected.emplace_back(to_string(reason), std::uint64_t{count});
  const std::uint64_t count = target.candidate_versions.size() + target.more_accepted;
  return Value::Members{
      {"current_version", entity(target.current_version)},
      {"target_version", target.target_version ? entity(target.target_version->version) : Value()},
      {"environment", target.environment},
      {"selection_criteria", criteria(target.selection_criteria)},
      {"candidate_count", count},
      {"candidate_versions", std::move(candidates)},
      {"rejected_versions", std::move(rejected)},
      {"more_rejected", std::move(more_rejected)}};
}

Table table(const RollbackTarget& target) {
  Table table{"Versions considered", {"Version", "Decision", "Reason"}};
  add_accepted(table, target);
  add_rejected(table, target);
  return table;
}

}  // namespace

void show(const RollbackTarget& target, Outcome& outcome) {
  outcome.show("rollback_target", entity(target));
  outcome.show(table(target));
}

}  // namespace shiptag::domain
