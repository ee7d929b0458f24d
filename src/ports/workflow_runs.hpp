#pragma once
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/expected.hpp"
#include "base/timestamp.hpp"

namespace shiptag::ports {

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

}  // namespace shiptag::ports
