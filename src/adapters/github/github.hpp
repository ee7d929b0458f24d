#pragma once
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "adapters/github/api.hpp"
#include "adapters/github/deployments.hpp"
#include "adapters/github/tag_writer.hpp"
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

/// Approvals of runs, and the roles of people.
class GithubPermissions final : public ports::Permissions {
 public:
  explicit GithubPermissions(Api& api) : api_(api) {}  ///< `api` outlives this.

  [[nodiscard]] Expected<std::optional<std::string>> approver(
      const std::string& run_id, const std::string& environment) override;
  [[nodiscard]] Expected<bool> is_administrator(const std::string& login) override;

 private:
  Api& api_;
};

/// Everything that GitHub keeps for one repository besides its git data.
struct GitHub {
  /// @param log_url  the run's page; may be empty.
  GitHub(const World& world, Account account, std::string log_url)
      : api(world, std::move(account)), deployments(api, std::move(log_url)) {}

  Api api;  // The others refer to it, so it must not move and must outlive them.
  GithubDeployments deployments;
  GithubRuns runs{api};
  GithubPermissions permissions{api};
  TagWriter tag_writer{api};

  GitHub(const GitHub&) = delete;
  GitHub& operator=(const GitHub&) = delete;
};

}  // namespace shiptag::adapters::github
