#pragma once
#include "domain/outcome.hpp"
#include "operations/request.hpp"
#include "operations/world.hpp"

namespace shiptag::operations {

/// Lifts the holds of an environment, or those of one version's commit.
[[nodiscard]] domain::Outcome resume(const ResumeRequest& request, World& world);

}  // namespace shiptag::operations
