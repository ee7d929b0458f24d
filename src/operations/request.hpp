#pragma once
#include <optional>
#include <string>

#include "base/timestamp.hpp"
#include "domain/bump.hpp"
#include "domain/deploy_checks.hpp"
#include "domain/object_id.hpp"
#include "domain/phase.hpp"
#include "domain/rollback_target.hpp"
#include "domain/version_tag.hpp"

namespace shiptag::operations {

// What a person asks for. Names and versions are still as they were typed, since what they may be
// depends on the project's environments; each operation checks them first. An empty string is an
// input that was not given.

struct CommonRequest {
  std::string sub_project = {};
  bool dry_run = false;
  std::optional<std::string> override_reason = {};  ///< Set if `override` is true; never empty.
  bool keeps_records = true;                        ///< `github_deployment`: not `off`.
  std::string github_environment = {};              ///< The forge's name of the environment.
};

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

using domain::Phase;

/// What deploy and rollback have in common.
struct PhasedRequest : CommonRequest {
  std::string environment = {};
  std::string region = {};
  Phase phase = Phase::complete;
  std::string job_status = {};        ///< As given; empty counts as `success` only for `complete`.
  std::string this_job_status = {};   ///< What the runner says of this job; may be empty.
  std::string deployment_state = {};  ///< JSON from `phase: start`.
  std::string environment_url = {};
  std::string concurrency_group = {};
  std::string dispatch_workflow = {};  ///< What to start once the tag moved; a file's name.
};

struct DeployRequest : PhasedRequest {
  std::string version = {};
  std::optional<domain::ObjectId> commit_sha = {};
  bool move_env_tag = true;
  domain::DeployRules rules = {};
};

enum class HoldScope { environment, version, none };

struct RollbackRequest : PhasedRequest {
  std::string target_version = "auto";
  domain::SelectionCriteria criteria = {};
  HoldScope hold = HoldScope::environment;
  std::string reason = {};
};

struct HoldRequest : CommonRequest {
  std::string environment = {};
  std::string version = {};
  std::string reason = {};
  std::optional<Timestamp> until = {};
};

struct ResumeRequest : CommonRequest {
  std::string environment = {};
  std::string version = {};
  std::string reason = {};
};

}  // namespace shiptag::operations
