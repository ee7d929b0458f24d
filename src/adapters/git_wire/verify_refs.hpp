#pragma once
#include <vector>

#include "adapters/git_wire/push_request.hpp"

namespace shiptag::adapters::git_wire {

/// How the refs of a write stand whose outcome is not known.
enum class Found { as_wanted, as_before, otherwise };

/// Lists the refs of `commands` from `store`.
/// @return what TagStore::list fails with.
[[nodiscard]] Expected<Found> verify_refs(ports::TagStore& store,
                                          const std::vector<PushCommand>& commands);

/// `error`, where what became of the write could not be found out.
[[nodiscard]] Error unknown_outcome(Error error);

}  // namespace shiptag::adapters::git_wire
