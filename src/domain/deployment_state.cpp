#include "domain/deployment_state.hpp"

#include <algorithm>

namespace shiptag::domain {
namespace {

bool is_compatible(const LedgerLine& line, const DeploymentState& deployment) {
  if (line.operation == LedgerOperation::hold || line.operation == LedgerOperation::resume)
    return true;
  return line.is_deployment() && line.version == deployment.version && !line.region.empty() &&
         !deployment.region.empty() && line.region != deployment.region;
}

}  // namespace

Race classify_race(const DeploymentState& deployment, const std::optional<ObjectId>& now_object,
                   const Ledger& now) {
  if (now.find(deployment.deployment_id) != nullptr) return Race::ours;
  if (now_object == deployment.seen_object) return Race::not_moved;
  if (!now_object) return Race::lost;
  const auto& lines = now.lines();
  const auto seen = std::ranges::find(lines, deployment.seen_line, &LedgerLine::deployment_id);
  if (seen == lines.end() && !deployment.seen_line.empty()) return Race::lost;
  const bool compatible = std::all_of(
      lines.begin(), seen, [&](const LedgerLine& line) { return is_compatible(line, deployment); });
  // A tag that moved without a line was moved by hand.
  return compatible && seen != lines.begin() ? Race::may_append : Race::lost;
}

}  // namespace shiptag::domain
