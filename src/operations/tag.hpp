#pragma once
#include "domain/outcome.hpp"
#include "operations/request.hpp"
#include "operations/world.hpp"

namespace shiptag::operations {

/// Creates a version, state or environment tag, or deletes a state tag.
[[nodiscard]] domain::Outcome tag(const TagRequest& request, World& world);

}  // namespace shiptag::operations
