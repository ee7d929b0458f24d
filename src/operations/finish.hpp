#pragma once
#include <string_view>

#include "operations/request.hpp"
#include "operations/world.hpp"

namespace shiptag::operations {

/// `phase: finish`: takes up what `phase: start` left in `deployment_state`.
void finish(std::string_view operation, const PhasedRequest& request, Run& run);

}  // namespace shiptag::operations
