#pragma once
#include <string>
#include <string_view>

#include "domain/run_context.hpp"
#include "operations/world.hpp"

namespace shiptag::operations {

/// What makes this run the same as an earlier attempt of it: `what`, with the run filled in.
[[nodiscard]] domain::RunIdentity identify(domain::RunIdentity what, const World& world);

/// `deploy-20251121-103045-<identity or chance>`.
[[nodiscard]] std::string new_deployment_id(std::string_view prefix,
                                            const domain::RunIdentity& identity, World& world);

}  // namespace shiptag::operations
