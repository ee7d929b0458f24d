#pragma once
#include <optional>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "domain/environment.hpp"
#include "domain/hold.hpp"
#include "domain/outcome.hpp"
#include "domain/rollback_target.hpp"
#include "domain/version.hpp"

namespace shiptag::domain {

enum class Approval { automatic, required, advisory, off };

/// Everything that decides whether a version may be deployed, once its names are known to be right.
struct DeployFacts {
  Version version;
  std::optional<Candidate> tag = {};  ///< The version's tag with its states; none: there is no tag.
  EnvironmentConfig config = {};
  std::vector<Hold> holds = {};  ///< The active ones.
  bool release_hold = false;
  std::string require_deployed_in = {};  ///< An environment's name; empty: no such rule.
  bool was_deployed_there = false;
  std::string region = {};              ///< Empty: the whole environment.
  std::optional<Version> running = {};  ///< What runs now; none: nothing is deployed.
  bool allow_downgrade = false;
  Approval approval = Approval::automatic;
};

struct DeployVerdict {
  std::vector<Error> refusals = {};  ///< In the order of the checks; empty: go ahead.
  std::vector<Notice> notices = {};
  std::vector<Hold> released = {};  ///< Holds that this deployment lifts.
};

/// Goes through every check of a deployment.
[[nodiscard]] DeployVerdict check_deploy(const DeployFacts& facts);

}  // namespace shiptag::domain
