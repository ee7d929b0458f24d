#pragma once
#include "adapters/github/api.hpp"
#include "ports/forge.hpp"

namespace shiptag::adapters::github {

/// Workflow runs, in the repository whose workflow runs this.
class GithubRuns final : public ports::WorkflowRuns {
 public:
  explicit GithubRuns(Api& api) : api_(api) {}  ///< `api` outlives this.

  /// @return nullopt also from a GitHub that does not report concurrency groups.
  [[nodiscard]] Expected<std::optional<std::vector<ports::GroupMember>>> group(
      const std::string& name) override;
  [[nodiscard]] Expected<std::optional<ports::RunState>> find(const std::string& run_id) override;
  [[nodiscard]] Expected<std::string> start(const ports::Dispatch& dispatch) override;

 private:
  [[nodiscard]] std::string actions_path() const;
  Api& api_;
};

}  // namespace shiptag::adapters::github
