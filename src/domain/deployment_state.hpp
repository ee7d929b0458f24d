#pragma once
#include <optional>
#include <string>
#include <vector>

#include "domain/deployment.hpp"
#include "domain/hold.hpp"
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
  std::string github_environment = {};               ///< The forge's name of the environment.
  std::string record_id = {};  ///< ForgeRecord::id; empty where no record is kept.
};

}  // namespace shiptag::domain
