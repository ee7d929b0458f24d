#pragma once
#include "adapters/github/api.hpp"
#include "ports/forge.hpp"

namespace shiptag::adapters::github {

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

}  // namespace shiptag::adapters::github
