#pragma once
#include <string_view>

#include "operations/context.hpp"
#include "operations/request.hpp"

namespace shiptag::operations {

/// `phase: finish`: takes up what `phase: start` left in `deployment_state`.
void finish(std::string_view operation, const PhasedRequest& request, Context& context);

}  // namespace shiptag::operations
