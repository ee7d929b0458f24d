#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/expected.hpp"
#include "base/timestamp.hpp"
#include "domain/environment.hpp"
#include "domain/object_id.hpp"
#include "domain/version.hpp"

namespace shiptag::domain {

enum class DeploymentStatus { queued, in_progress, succeeded, failed, cancelled };

[[nodiscard]] std::string_view to_string(DeploymentStatus status) noexcept;
[[nodiscard]] bool is_terminal(DeploymentStatus status) noexcept;

/// What `job_status` says of a deployment: `success`, `failure`, `cancelled` or `skipped`.
/// @return `invalid_input` for another word.
[[nodiscard]] Expected<DeploymentStatus> status_from_job(std::string_view job_status);

/// The Deployment of the data model.
struct Deployment {
  std::string deployment_id;
  Version version;
  Environment environment;
  std::optional<Region> region = {};
  ObjectId commit_sha = {};
  bool will_move_env_tag = true;
  DeploymentStatus status = DeploymentStatus::queued;
  std::optional<std::uint64_t> queue_position = {};       ///< Set if and only if queued.
  std::optional<std::uint64_t> estimated_wait_time = {};  ///< Seconds.
  std::optional<Timestamp> started_at = {};
  std::optional<Timestamp> completed_at = {};
  std::string workflow_run_id = {};  ///< Empty where there is no run.
  std::string triggered_by = {};

  /// Moves on to `next` at `now`, setting the times that go with it.
  /// @return `internal` if the data model has no such transition; nothing has changed then.
  [[nodiscard]] Expected<void> become(DeploymentStatus next, Timestamp now);
};

/// `deploy-20251121-103045-<suffix>`.
/// @param prefix  `deploy` for deployments, the operation's name for other ledger lines.
/// @param suffix  the run identity's hash, or random digits where there is no run.
[[nodiscard]] std::string deployment_id(std::string_view prefix, Timestamp now,
                                        std::string_view suffix);

/// The part of `id` behind the last dash.
[[nodiscard]] std::string_view identity_suffix(std::string_view id) noexcept;

}  // namespace shiptag::domain
