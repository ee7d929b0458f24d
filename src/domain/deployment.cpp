#include "domain/deployment.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

#include "base/text.hpp"

namespace shiptag::domain {
namespace {

constexpr std::array<std::string_view, 5> operation_words = {"deploy", "rollback", "tag", "hold",
                                                             "resume"};
constexpr std::array<std::string_view, 5> status_words = {"queued", "in_progress", "succeeded",
                                                          "failed", "cancelled"};

bool may_become(DeploymentStatus from, DeploymentStatus to) noexcept {
  using enum DeploymentStatus;
  if (from == queued) return to == in_progress || to == cancelled;
  return from == in_progress && is_terminal(to);
}

}  // namespace

std::string_view to_string(DeploymentStatus status) noexcept {
  return status_words.at(static_cast<std::size_t>(status));
}

bool is_terminal(DeploymentStatus status) noexcept {
  using enum DeploymentStatus;
  return status == succeeded || status == failed || status == cancelled;
}

Expected<DeploymentStatus> status_from_job(std::string_view job_status) {
  if (job_status == "success") return DeploymentStatus::succeeded;
  if (job_status == "failure") return DeploymentStatus::failed;
  if (job_status == "cancelled" || job_status == "skipped") return DeploymentStatus::cancelled;
  return fail(
      ReasonCode::invalid_input,
      "job_status " + in_quotes(job_status) + " is not success, failure, cancelled, or skipped",
      "use `${{ job.status }}`, or `${{ needs.<job>.result }}` from another job");
}

std::string_view to_string(LedgerOperation operation) noexcept {
  return operation_words.at(static_cast<std::size_t>(operation));
}

std::optional<LedgerOperation> ledger_operation_from(std::string_view word) noexcept {
  const auto at = std::ranges::find(operation_words, word);
  if (at == operation_words.end()) return std::nullopt;
  return static_cast<LedgerOperation>(at - operation_words.begin());
}

Expected<void> Deployment::become(DeploymentStatus next, Timestamp now) {
  if (!may_become(status, next))
    return fail(ReasonCode::internal, "deployment " + in_quotes(deployment_id) +
                                          " cannot change from " + std::string(to_string(status)) +
                                          " to " + std::string(to_string(next)));
  status = next;
  (is_terminal(next) ? completed_at : started_at) = now;
  return {};
}

std::string deployment_id(std::string_view prefix, Timestamp now, std::string_view suffix) {
  return std::string(prefix).append("-").append(now.compact()).append("-").append(suffix);
}

std::string_view identity_suffix(std::string_view id) noexcept {
  const std::size_t dash = id.rfind('-');
  return dash == std::string_view::npos ? std::string_view{} : id.substr(dash + 1);
}

Value entity(const Deployment& deployment, const Environment& environment) {
  const std::string& region = deployment.region;
  return Value::Members{
      {"deployment_id", deployment.deployment_id},
      {"version", entity(deployment.version)},
      {"environment", entity(environment)},
      {"region", region.empty() ? Value() : entity(environment.region(region))},
      {"commit_sha", deployment.commit_sha.hex()},
      {"will_move_env_tag", deployment.will_move_env_tag},
      {"status", to_string(deployment.status)},
      {"queue_position", Value()},  // Only while it is queued: see DeploymentQueue.
      {"estimated_wait_time", Value()},
      {"started_at", value_of(deployment.started_at)},
      {"completed_at", value_of(deployment.completed_at)},
      {"workflow_run_id", Value::unless_empty(deployment.workflow_run_id)},
      {"triggered_by", deployment.triggered_by}};
}

}  // namespace shiptag::domain
