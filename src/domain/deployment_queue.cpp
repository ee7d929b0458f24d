#include "domain/deployment_queue.hpp"

#include <algorithm>

namespace shiptag::domain {
namespace {

/// One of `queue`, with the attributes of a Deployment.
Value entity(const QueuedDeployment& queued, const DeploymentQueue& queue) {
  const bool runs = queued.queue_position == 0;
  const Environment environment{.name = queue.environment,
                                .is_production = queue.environment == "production"};
  const auto known = [&](auto member) {
    return queued.line ? Value(member(*queued.line)) : Value();
  };
  return Value::Members{
      {"deployment_id", known([](const auto& line) { return line.deployment_id; })},
      {"version", known([](const auto& line) { return domain::entity(line.version); })},
      {"region", known([](const auto& line) {
         return line.region.empty() ? Value() : domain::entity(Region{line.region, ""});
       })},
      {"commit_sha", known([](const auto& line) { return line.commit_sha.hex(); })},
      {"will_move_env_tag", known([](const auto& line) { return line.will_move_env_tag; })},
      {"triggered_by",
       known([](const auto& line) { return Value::unless_empty(line.triggered_by); })},
      {"environment", domain::entity(environment)},
      {"status", runs ? "in_progress" : "queued"},
      {"queue_position", runs ? Value() : Value(queued.queue_position)},
      {"estimated_wait_time", Value::maybe(queued.estimated_wait_time)},
      {"started_at", runs ? value_of(queue.locked_at) : Value()},
      {"completed_at", Value()},
      {"workflow_run_id", Value::unless_empty(queued.workflow_run_id)},
      {"run_name", Value::unless_empty(queued.run_name)},
      {"run_url", Value::unless_empty(queued.url)},
      {"waits_for_approval", queued.waits_for_approval}};
}

}  // namespace

std::optional<std::uint64_t> median_duration(const Ledger& ledger) {
  constexpr std::size_t most = 10;
  std::vector<std::int64_t> durations;
  for (const LedgerLine& line : ledger.lines())
    if (line.is_deployment() && line.started_at && line.completed_at &&
        *line.completed_at >= *line.started_at && durations.size() < most)
      durations.push_back(line.completed_at->seconds - line.started_at->seconds);
  if (durations.empty()) return std::nullopt;
  const auto middle = durations.begin() + static_cast<std::ptrdiff_t>(durations.size() / 2);
  std::ranges::nth_element(durations, middle);
  return static_cast<std::uint64_t>(*middle);
}

std::optional<std::uint64_t> estimated_wait(const Ledger& ledger, std::uint64_t position,
                                            std::optional<Timestamp> locked_at, Timestamp now) {
  const auto each = median_duration(ledger);
  if (!each || position == 0) return std::nullopt;
  const bool has_run = locked_at && now > *locked_at;
  const auto ran = has_run ? static_cast<std::uint64_t>(now.seconds - locked_at->seconds) : 0;
  return *each * position - std::min(*each, ran);
}

Value entity(const DeploymentQueue& queue) {
  Value::List waiting;
  for (const QueuedDeployment& each : queue.queue) waiting.push_back(entity(each, queue));
  const auto& current = queue.current_deployment;
  return Value::Members{{"environment", queue.environment},
                        {"queue", std::move(waiting)},
                        {"current_deployment", current ? entity(*current, queue) : Value()},
                        {"locked_at", value_of(queue.locked_at)}};
}

}  // namespace shiptag::domain
