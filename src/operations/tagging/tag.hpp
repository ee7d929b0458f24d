#pragma once
#include <optional>
#include <string>

#include "domain/bump.hpp"
#include "domain/deploy_checks.hpp"
#include "domain/object_id.hpp"
#include "domain/outcome.hpp"
#include "domain/version_tag.hpp"
#include "operations/context.hpp"
#include "operations/request.hpp"

namespace shiptag::operations {

struct TagRequest : CommonRequest {
  domain::TagType tag_type = domain::TagType::version;
  std::string version = {};
  std::optional<domain::Bump> bump = {};
  std::string prerelease_id = "rc";
  std::string within = {};
  std::string initial_version = {};
  std::optional<domain::ObjectId> commit_sha = {};  ///< Nullopt: neither given nor known.
  std::optional<domain::State> state = {};
  std::string environment = {};
  bool force_move = false;
  bool remove = false;  ///< The input `delete`.
  bool aliases = false;
  std::string dispatch_workflow = {};  ///< What to start once the tag exists; a file's name.
  domain::DeployRules rules = {};  ///< For an environment tag, which is checked as a deployment.
};

/// Creates a version, state, or environment tag, or deletes a state tag.
[[nodiscard]] domain::Outcome tag(const TagRequest& request, Ports& ports);

}  // namespace shiptag::operations
