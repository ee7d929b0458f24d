#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/timestamp.hpp"
#include "domain/ledger.hpp"

namespace shiptag::domain {

/// One deployment that holds or waits for an environment, as far as it is known.
struct QueuedDeployment {
  std::string workflow_run_id = {};
  std::string run_name = {};  ///< May be empty.
  std::string url = {};       ///< The run's page; may be empty.
  std::optional<LedgerLine> line = {};
  bool waits_for_approval = false;
  std::uint64_t queue_position = 0;                       ///< From 1; 0 for the one that runs.
  std::optional<std::uint64_t> estimated_wait_time = {};  ///< Seconds.
};

/// The DeploymentQueue of the data model: computed, never stored.
struct DeploymentQueue {
  std::string environment = {};
  std::vector<QueuedDeployment> queue = {};  ///< In the order they will run.
  std::optional<QueuedDeployment> current_deployment = {};
  std::optional<Timestamp> locked_at = {};  ///< When the current one started.
};

/// How long deployments take there: the median of the newest 10 lines of `ledger` that record it.
/// @return seconds; nullopt if none does.
[[nodiscard]] std::optional<std::uint64_t> median_duration(const Ledger& ledger);

/// How long the deployment at `position` (from 1) waits: one median for each one ahead of it, minus
/// the time the current one has already run.
/// @return seconds; nullopt where no duration is known.
[[nodiscard]] std::optional<std::uint64_t> estimated_wait(const Ledger& ledger,
                                                          std::uint64_t position,
                                                          std::optional<Timestamp> locked_at,
                                                          Timestamp now);

/// The DeploymentQueue of the data model, with its attribute names. Its deployments have what is
/// known about them, and `run_name`, `run_url`, and `waits_for_approval` as well.
[[nodiscard]] Value entity(const DeploymentQueue& queue);

}  // namespace shiptag::domain
