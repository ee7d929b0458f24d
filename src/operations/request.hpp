#pragma once
#include <optional>
#include <string>

#include "domain/phase.hpp"

namespace shiptag::operations {

// What a person asks for: here what several operations have in common, the rest with each of them.
// Names and versions are still as they were typed, since what they may be depends on the project's
// environments; each operation checks them first. An empty string is an input that was not given.

struct CommonRequest {
  std::string sub_project = {};
  bool dry_run = false;
  std::optional<std::string> override_reason = {};  ///< Set if `override` is true; never empty.
  bool keeps_records = true;                        ///< `github_deployment`: not `off`.
  std::string github_environment = {};              ///< The forge's name for the environment.
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
  std::string dispatch_workflow = {};  ///< What to start once the tag has moved; a file name.
};

}  // namespace shiptag::operations
