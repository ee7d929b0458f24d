#pragma once
#include <string>

#include "domain/outcome.hpp"
#include "operations/context.hpp"
#include "operations/request.hpp"

namespace shiptag::operations {

struct ResumeRequest : CommonRequest {
  std::string environment = {};
  std::string version = {};
  std::string reason = {};
};

/// Lifts the holds of an environment, or those of one version's commit.
[[nodiscard]] domain::Outcome resume(const ResumeRequest& request, Ports& ports);

}  // namespace shiptag::operations
