#pragma once
#include <optional>
#include <string>

#include "domain/deploy_checks.hpp"
#include "domain/object_id.hpp"
#include "domain/outcome.hpp"
#include "operations/context.hpp"
#include "operations/request.hpp"

namespace shiptag::operations {

struct DeployRequest : PhasedRequest {
  std::string version = {};
  std::optional<domain::ObjectId> commit_sha = {};
  bool names_commit = false;  ///< `commit_sha` was given, and is not the checkout's.
  bool move_env_tag = true;
  domain::DeployRules rules = {};
};

/// Deploys a version to an environment: checks (`start`), records (`finish`), or both at once.
[[nodiscard]] domain::Outcome deploy(const DeployRequest& request, Ports& ports);

}  // namespace shiptag::operations
