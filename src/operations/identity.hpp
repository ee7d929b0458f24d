#pragma once
#include <string>
#include <string_view>

#include "domain/deployment.hpp"
#include "domain/run_context.hpp"
#include "operations/context.hpp"

namespace shiptag::operations {

/// What makes this run the same as an earlier attempt of it: `what`, with the run filled in.
[[nodiscard]] domain::RunIdentity identify(domain::RunIdentity what, const Ports& ports);

/// Fills in which run makes `deployment`, and who triggered it.
void set_run(domain::Deployment& deployment, const Ports& ports);

/// `deploy-20251121-103045-<identity or random digits>`.
[[nodiscard]] std::string new_deployment_id(std::string_view prefix,
                                            const domain::RunIdentity& identity, Ports& ports);

}  // namespace shiptag::operations
