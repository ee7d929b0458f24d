#pragma once
#include <string>
#include <vector>

#include "adapters/github/api.hpp"
#include "ports/deployment_log.hpp"

namespace shiptag::adapters::github {

/// GitHub's deployments and their statuses: read and changed by GraphQL, made by REST, which alone
/// takes a commit without a branch or tag.
class GithubDeployments final : public ports::DeploymentLog {
 public:
  /// @param api      outlives this.
  /// @param log_url  the run's page, that statuses link to; may be empty.
  GithubDeployments(Api& api, std::string log_url) : api_(api), log_url_(std::move(log_url)) {}

  [[nodiscard]] Expected<ports::EnvironmentRecords> read(const ports::RecordsQuery& query) override;
  [[nodiscard]] Expected<std::string> open(const ports::NewForgeRecord& record) override;
  [[nodiscard]] Expected<void> change(const std::vector<ports::StatusChange>& changes) override;

 private:
  Api& api_;
  std::string log_url_;
};

}  // namespace shiptag::adapters::github
