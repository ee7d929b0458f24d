#pragma once
#include <optional>
#include <string>
#include <vector>

#include "domain/deployment.hpp"
#include "domain/hold.hpp"
#include "domain/ledger.hpp"
#include "domain/object_id.hpp"
#include "domain/run_context.hpp"

namespace shiptag::domain {

/// A deployment between its checks and its end, with all that its end depends on. `phase: start`
/// hands it to `phase: finish`.
struct DeploymentState : Deployment {
  RunIdentity identity = {};
  std::optional<ObjectId> seen_object = {};  ///< The tag object then; nullopt: there was no tag.
  std::string seen_line = {};  ///< The id of the ledger's newest line then; empty if it had none.
  std::vector<Hold> new_holds = {};       ///< What a rollback will add.
  std::vector<Hold> released_holds = {};  ///< What a deploy with `release_hold` will lift.
  std::vector<Hold> rebuilt_holds = {};   ///< Known from a rebuilt ledger alone.
  std::vector<std::string> configured_regions = {};  ///< As the workspace had them.
  std::string environment_url = {};                  ///< May be empty.
  std::string github_environment = {};               ///< The forge's name for the environment.
  std::string record_id = {};  ///< ForgeRecord::id; empty where no record is kept.
};

enum class Race {
  not_moved,   ///< The tag is as it was.
  ours,        ///< This deployment is already in the ledger.
  may_append,  ///< Others added only what does not contradict it.
  lost
};

/// Compares the tag as it is now (`now_object`) with what `deployment` saw.
///
/// Lines of other regions with the same version do not contradict a deployment, nor does a hold or
/// a resume: what is deployed is deployed, and must be recorded.
[[nodiscard]] Race classify_race(const DeploymentState& deployment,
                                 const std::optional<ObjectId>& now_object, const Ledger& now);

}  // namespace shiptag::domain
