#pragma once
#include <optional>
#include <string>

#include "base/timestamp.hpp"
#include "domain/outcome.hpp"
#include "operations/context.hpp"
#include "operations/request.hpp"

namespace shiptag::operations {

struct HoldRequest : CommonRequest {
  std::string environment = {};
  std::string version = {};
  std::string reason = {};
  std::optional<Timestamp> until = {};
};

/// Keeps deployments out of an environment, or one version's commit, until it is resumed.
[[nodiscard]] domain::Outcome hold(const HoldRequest& request, Ports& ports);

}  // namespace shiptag::operations
