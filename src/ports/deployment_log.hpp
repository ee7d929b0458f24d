#pragma once
#include <optional>
#include <string>
#include <vector>

#include "base/expected.hpp"
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
  std::string forge_environment;  ///< The forge's name of it.
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
  std::string forge_environment;  ///< The forge's name of it.
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

  /// Sets statuses, in order, in one request. Not being able to set one on a record that is
  /// gone is not a failure, unless it is the first.
  [[nodiscard]] virtual Expected<void> change(const std::vector<StatusChange>& changes) = 0;
};

}  // namespace shiptag::ports
