#pragma once
#include <optional>
#include <string>

#include "domain/ledger.hpp"
#include "domain/object_id.hpp"
#include "domain/version.hpp"

namespace shiptag::domain {

/// What a decision about an environment was based on, and what it wants to record.
struct RacedWrite {
  std::optional<ObjectId> seen_object;  ///< The tag object then; nullopt: there was no tag.
  std::string seen_line;                ///< The id of the ledger's newest line then; may be empty.
  std::string deployment_id;
  Version version;
  std::string region;
};

enum class Race {
  not_moved,   ///< The tag is as it was.
  ours,        ///< This attempt is already in the ledger.
  may_append,  ///< Others added only what does not contradict it.
  lost
};

/// Compares the tag as it is now (`now_object`) with what `attempt` saw.
///
/// Lines of other regions with the same version do not contradict a deployment, nor does a hold or
/// a resume: what is deployed is deployed, and must be recorded.
[[nodiscard]] Race classify_race(const RacedWrite& attempt,
                                 const std::optional<ObjectId>& now_object, const Ledger& now);

}  // namespace shiptag::domain
