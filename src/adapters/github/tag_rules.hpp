#pragma once
#include <string>
#include <vector>

#include "adapters/github/api.hpp"

namespace shiptag::adapters::github {

/// The active tag rulesets of the account's repository, including those of its organization, at
/// most ten, one line each: name, page, and who may bypass it.
/// @return `permission` if GitHub does not show them, and what Api::get fails with.
/// Source: GitHub's "REST API endpoints for rules".
[[nodiscard]] Expected<std::vector<std::string>> active_tag_rules(Api& api);

}  // namespace shiptag::adapters::github
