#pragma once
#include <optional>

#include "domain/deployment_state.hpp"
#include "domain/ledger.hpp"

namespace shiptag::domain {

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
