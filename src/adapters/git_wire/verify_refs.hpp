#pragma once
#include <vector>

#include "adapters/git_wire/push_request.hpp"

namespace shiptag::adapters::git_wire {

/// The state of the refs after a write whose result is not known.
enum class Found { as_wanted, as_before, otherwise };

/// Lists the refs of `commands` from `store`.
/// @return what TagStore::list fails with.
[[nodiscard]] Expected<Found> verify_refs(ports::TagStore& store,
                                          const std::vector<PushCommand>& commands);

/// `error`, if the result of the write could not be determined.
[[nodiscard]] Error unknown_outcome(Error error);

}  // namespace shiptag::adapters::git_wire
