#pragma once
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/expected.hpp"
#include "base/timestamp.hpp"
#include "domain/deployment.hpp"
#include "domain/forge_record.hpp"
#include "domain/object_id.hpp"

namespace shiptag::ports {

/// What may keep a tag from being moved to a commit.
struct Obstacle {
  domain::ObjectId commit;
  std::string title;    ///< A few words.
  std::string message;  ///< What it is, and what to do about it.
};

/// Which records of an environment to read.
struct RecordsQuery {
  std::string forge_environment;  ///< The forge's name for it.
  std::string older = {};  ///< EnvironmentRecords::older of the page before; empty: the newest.
  std::vector<domain::ObjectId> commits = {};  ///< At most two, which a tag may be moved to.
};

/// What the forge knows of an environment.
struct EnvironmentRecords {
  std::vector<domain::ForgeRecord> newest_first = {};  ///< At most 100.
  std::string older = {};                ///< Where older ones continue; empty: there are none.
  bool requires_reviewers = false;       ///< A job in it starts only once someone approved it.
  std::vector<Obstacle> obstacles = {};  ///< At some of the commits asked for.
};

/// A deployment to be recorded.
struct NewForgeRecord {
  std::string forge_environment;  ///< The forge's name for it.
  bool is_production = false;
  domain::LedgerLine line;  ///< What the ledger will say if it succeeds.
};

/// A status to be set on a record.
struct StatusChange {
  std::string id;  ///< ForgeRecord::id
  enum class To { queued, in_progress, succeeded, failed, cancelled, inactive } to;
  std::string description = {};      ///< One line, cut after 140 characters.
  std::string environment_url = {};  ///< May be empty.
};

/// The deployments that the forge keeps of a repository.
///
/// Every function may fail with `permission` (naming what is missing), `unavailable`, `protocol` or
/// `interrupted`.
class DeploymentLog {
 public:
  virtual ~DeploymentLog() = default;

  [[nodiscard]] virtual Expected<EnvironmentRecords> read(const RecordsQuery& query) = 0;

  /// Makes a record without a status.
  /// @return its id. If the response is lost, `unavailable`: read again, it may exist.
  [[nodiscard]] virtual Expected<std::string> open(const NewForgeRecord& record) = 0;

  /// Sets statuses, in order, in one request. Failing to set one on a record that is gone is not an
  /// error unless it is the first.
  [[nodiscard]] virtual Expected<void> change(const std::vector<StatusChange>& changes) = 0;
};

/// A run or job that holds or waits for a concurrency group.
struct GroupMember {
  std::string run_id;         ///< Decimal.
  std::string run_name = {};  ///< Sanitized; may be empty.
  std::string url = {};       ///< Its page; may be empty.
  bool holds = false;         ///< It has the group; false: it waits.
};

/// A workflow run.
struct RunState {
  enum class Is { running, waiting_for_approval, ended } is = Is::running;
  std::string url = {};  ///< Its page; may be empty.
  std::optional<Timestamp> started_at = {};
};

/// A workflow to start by `workflow_dispatch`.
struct Dispatch {
  std::string workflow;  ///< File name, `deploy.yml`.
  std::string ref;  ///< `refs/tags/production`: whose file is used, and what the run checks out.
  std::vector<std::pair<std::string, std::string>> inputs = {};
};

/// The runs of the repository's workflows. Failures are those of DeploymentLog.
class WorkflowRuns {
 public:
  virtual ~WorkflowRuns() = default;

  /// Those in the concurrency group `name`, in the order they run.
  /// @return nullopt if nobody is in it, or the forge cannot tell.
  [[nodiscard]] virtual Expected<std::optional<std::vector<GroupMember>>> group(
      const std::string& name) = 0;

  /// @return nullopt if there is no such run.
  [[nodiscard]] virtual Expected<std::optional<RunState>> find(const std::string& run_id) = 0;

  /// @return the page of the run that was started, or of its workflow if the forge does not say.
  [[nodiscard]] virtual Expected<std::string> start(const Dispatch& dispatch) = 0;
};

/// Who may do what, and who approved. Failures are those of DeploymentLog.
class Permissions {
 public:
  virtual ~Permissions() = default;

  /// Who approved the run for `environment`; nullopt: nobody did, or the last one rejected it.
  [[nodiscard]] virtual Expected<std::optional<std::string>> approver(
      const std::string& run_id, const std::string& environment) = 0;

  /// Whether the person administers the repository.
  [[nodiscard]] virtual Expected<bool> is_administrator(const std::string& login) = 0;
};

}  // namespace shiptag::ports
