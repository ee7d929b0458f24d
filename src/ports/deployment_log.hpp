#pragma once
#include <optional>
#include <string>
#include <vector>

#include "base/expected.hpp"
#include "domain/deployment.hpp"
#include "domain/forge_record.hpp"
#include "domain/object_id.hpp"

namespace shiptag::ports {

/// What is asked of an environment's records.
struct RecordsQuery {
  std::string forge_environment;  ///< The forge's name of it.
  std::string older = {};  ///< EnvironmentRecords::older of the page before; empty: the newest.
  std::vector<domain::ObjectId> commits = {};  ///< At most two, whose workflow files are compared.
};

/// What the forge knows of an environment.
struct EnvironmentRecords {
  std::vector<domain::ForgeRecord> newest_first = {};  ///< At most 100.
  std::string older = {};           ///< Where older ones go on; empty: that is all.
  bool requires_reviewers = false;  ///< A job in it starts only once somebody approved it.
  std::string default_branch = {};  ///< Of the repository; may be empty.
  /// Those of the commits asked for whose workflow files are not those of the default branch.
  std::vector<domain::ObjectId> other_workflows = {};
};

/// A deployment to be recorded.
struct NewForgeRecord {
  std::string forge_environment;  ///< The forge's name of it.
  bool is_production = false;
  domain::LedgerLine line;  ///< What the ledger will say if it succeeds.
};

/// A status to be set on a record.
struct StatusChange {
  std::string id;  ///< ForgeRecord::id
  enum class To { queued, in_progress, succeeded, failed, cancelled, inactive } to;
  std::string description = {};      ///< One line; what is longer than 140 characters is cut.
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
  /// @return its id. After an answer that was lost, `unavailable`: read again, it may be there.
  [[nodiscard]] virtual Expected<std::string> open(const NewForgeRecord& record) = 0;

  /// Sets statuses, in order, in one request. That one of them could not be set on a record that
  /// is gone is no failure, unless it is the first one's.
  [[nodiscard]] virtual Expected<void> change(const std::vector<StatusChange>& changes) = 0;
};

}  // namespace shiptag::ports
