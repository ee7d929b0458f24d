#pragma once
#include <string>
#include <utility>

#include "adapters/github/api.hpp"
#include "adapters/github/deployments.hpp"
#include "adapters/github/permissions.hpp"
#include "adapters/github/runs.hpp"
#include "adapters/github/tag_writer.hpp"

namespace shiptag::adapters::github {

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
