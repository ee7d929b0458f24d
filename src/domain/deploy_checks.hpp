#pragma once
#include <optional>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "domain/environment.hpp"
#include "domain/hold.hpp"
#include "domain/ledger.hpp"
#include "domain/outcome.hpp"
#include "domain/rollback_target.hpp"
#include "domain/version.hpp"

namespace shiptag::domain {

enum class Approval { automatic, required, advisory, off };

/// The rules of a deployment that a person may set for one request.
struct DeployRules {
  bool allow_downgrade = false;
  bool release_hold = false;             ///< Lifts the holds that block it.
  std::string require_deployed_in = {};  ///< An environment's name; empty: no such rule.
  Approval approval = Approval::automatic;
};

/// A deployment of another run to the same place that has not ended.
struct UnderWay {
  LedgerLine line;
  std::string url = {};  ///< That run's page; may be empty.
};

/// What is known about an approval.
enum class Approved { cannot_be_seen, yes, no };

/// Everything that decides whether a version may be deployed, once its names are known to be valid.
struct DeployFacts {
  Version version;
  std::optional<Candidate> tag = {};  ///< The version's tag with its states; none: there is no tag.
  DeployRules rules = {};
  EnvironmentConfig config = {};
  std::vector<Hold> holds = {};  ///< The active ones.
  bool was_deployed_there = false;
  std::string region = {};              ///< Empty: the whole environment.
  std::optional<Version> running = {};  ///< What runs now; none: nothing is deployed.
  std::vector<UnderWay> under_way = {};
  std::string retry_url = {};  ///< Where this run can be started again; may be empty.
  Approved approved = Approved::cannot_be_seen;
  std::vector<Error> found = {};  ///< Refusals that were found while reading; they come first.
};

struct DeployVerdict {
  std::vector<Error> refusals = {};  ///< In the order of the checks; empty: go ahead.
  std::vector<Notice> notices = {};
  std::vector<Hold> released = {};  ///< Holds that this deployment lifts.
};

/// Whether a deployment must have been approved: only then is it worth asking.
[[nodiscard]] bool needs_approval(const EnvironmentConfig& config, Approval approval);

/// `conflict`, because of `other`.
[[nodiscard]] Error while_under_way(const UnderWay& other, const std::string& retry_url);

/// Goes through every check of a deployment.
[[nodiscard]] DeployVerdict check_deploy(const DeployFacts& facts);

}  // namespace shiptag::domain
