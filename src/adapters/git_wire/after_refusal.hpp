#pragma once
#include <vector>

#include "adapters/git_wire/push_fallback.hpp"
#include "adapters/git_wire/refusal.hpp"

namespace shiptag::adapters::git_wire {

/// Handles the refusal of a push of `updates`: a token that may not push workflow files may still
/// write through `fallback`, which also names the rules.
/// @param git    lists the refs.
/// @param fallback  nullptr if there is none.
/// @return what `fallback` wrote; else the refusal, with all that is known about it.
[[nodiscard]] Expected<ports::Updated> after_refusal(PushRefusal refusal,
                                                     const std::vector<ports::TagUpdate>& updates,
                                                     ports::TagStore& git, PushFallback* fallback);

}  // namespace shiptag::adapters::git_wire
