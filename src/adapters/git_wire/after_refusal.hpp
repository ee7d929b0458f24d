#pragma once
#include <vector>

#include "adapters/git_wire/forge.hpp"
#include "adapters/git_wire/refusal.hpp"

namespace shiptag::adapters::git_wire {

/// What is left to do once a push of `updates` was refused: a token that may not push workflow
/// files may still write by `forge`, and a rule gets its name from there.
/// @param git    lists the refs.
/// @param forge  nullptr if there is none.
/// @return what `forge` wrote; else the refusal, with all that is known of it.
[[nodiscard]] Expected<ports::Updated> after_refusal(PushRefusal refusal,
                                                     const std::vector<ports::TagUpdate>& updates,
                                                     ports::TagStore& git, Forge* forge);

}  // namespace shiptag::adapters::git_wire
