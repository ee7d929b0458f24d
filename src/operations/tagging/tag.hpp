#pragma once
#include "domain/outcome.hpp"
#include "operations/context.hpp"
#include "operations/request.hpp"

namespace shiptag::operations {

/// Creates a version, state or environment tag, or deletes a state tag.
[[nodiscard]] domain::Outcome tag(const TagRequest& request, Ports& ports);

}  // namespace shiptag::operations
