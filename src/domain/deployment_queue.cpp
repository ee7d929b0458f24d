#include "domain/deployment_queue.hpp"

#include <algorithm>

namespace shiptag::domain {

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

}  // namespace shiptag::domain
