#pragma once
#include "domain/outcome.hpp"
#include "operations/context.hpp"
#include "operations/request.hpp"

namespace shiptag::operations {

/// Lifts the holds of an environment, or those of one version's commit.
[[nodiscard]] domain::Outcome resume(const ResumeRequest& request, Ports& ports);

}  // namespace shiptag::operations
