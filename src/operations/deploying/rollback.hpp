#pragma once
#include <string>

#include "domain/outcome.hpp"
#include "domain/rollback_target.hpp"
#include "operations/context.hpp"
#include "operations/request.hpp"

namespace shiptag::operations {

enum class HoldScope { environment, version, none };

struct RollbackRequest : PhasedRequest {
  std::string target_version = "auto";
  domain::SelectionCriteria criteria = {};
  HoldScope hold = HoldScope::environment;
  std::string reason = {};
};

/// Returns an environment to a lower version that ran there, and puts it on hold.
[[nodiscard]] domain::Outcome rollback(const RollbackRequest& request, Ports& ports);

}  // namespace shiptag::operations
