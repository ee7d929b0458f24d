#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/expected.hpp"
#include "base/timestamp.hpp"
#include "domain/environment.hpp"
#include "domain/object_id.hpp"
#include "domain/version.hpp"

namespace shiptag::domain {

enum class DeploymentStatus { queued, in_progress, succeeded, failed, cancelled };

[[nodiscard]] std::string_view to_string(DeploymentStatus status) noexcept;
[[nodiscard]] bool is_terminal(DeploymentStatus status) noexcept;

/// What `job_status` says of a deployment: `success`, `failure`, `cancelled`, or `skipped`.
/// @return `invalid_input` for another word.
[[nodiscard]] Expected<DeploymentStatus> status_from_job(std::string_view job_status);

/// What made a deployment, or wrote a ledger line about one.
enum class LedgerOperation { deploy, rollback, tag, hold, resume };

[[nodiscard]] std::string_view to_string(LedgerOperation operation) noexcept;
[[nodiscard]] std::optional<LedgerOperation> ledger_operation_from(std::string_view word) noexcept;

/// What an override lifted.
struct Override {
  std::string by = {};  ///< Who started the attempt that lifted it; empty: who triggered the run.
  std::string reason;
  std::vector<std::string> lifted;       ///< Reason codes.
  std::string previous_tag_object = {};  ///< Hex, where a new ledger replaced an unreadable one.
  friend bool operator==(const Override&, const Override&) = default;
};

/// The Deployment of the data model, from the request to the ledger. DeploymentState and LedgerLine
/// add to it. A line of hold or resume describes the deployment that was found.
struct Deployment {
  LedgerOperation operation = LedgerOperation::deploy;
  std::string deployment_id = {};
  std::optional<Version> version = {};  ///< None where a hold found none.
  std::optional<Version> previous_version = {};
  ObjectId commit_sha = {};
  std::string environment = {};
  std::string region = {};        ///< Empty: the whole environment.
  bool will_move_env_tag = true;  ///< False if the tag's commit stays where it is.
  DeploymentStatus status = DeploymentStatus::queued;
  std::optional<Timestamp> started_at = {};
  std::optional<Timestamp> completed_at = {};
  std::string workflow_run_id = {};  ///< Empty where there is no run.
  std::uint64_t run_attempt = 1;
  std::string triggered_by = {};
  std::string reason = {};  ///< As a person gave it; may be empty.
  std::optional<Override> override_used = {};

  /// Whether it sets what runs where.
  [[nodiscard]] bool is_deployment() const noexcept {
    return operation == LedgerOperation::deploy || operation == LedgerOperation::rollback;
  }
  /// The path of its version's sub-project; empty: the whole repository.
  [[nodiscard]] std::string sub_project() const {
    return version ? version->sub_project_path() : "";
  }
  /// The name of its environment tag: `api/production`.
  [[nodiscard]] std::string tag_name() const { return in_sub_project(sub_project(), environment); }

  /// Moves on to `next` at `now`, setting the times that go with it.
  /// @return `internal` if the data model has no such transition; nothing has changed then.
  [[nodiscard]] Expected<void> become(DeploymentStatus next, Timestamp now);
};

/// The Deployment of the data model, with its attribute names.
/// @param environment  the one that it goes to.
[[nodiscard]] Value entity(const Deployment& deployment, const Environment& environment);

/// `deploy-20251121-103045-<suffix>`.
/// @param prefix  `deploy` for deployments, the operation's name for other ledger lines.
/// @param suffix  the run identity's hash, or random digits where there is no run.
[[nodiscard]] std::string deployment_id(std::string_view prefix, Timestamp now,
                                        std::string_view suffix);

/// The part of `id` after the last dash.
[[nodiscard]] std::string_view identity_suffix(std::string_view id) noexcept;

}  // namespace shiptag::domain
