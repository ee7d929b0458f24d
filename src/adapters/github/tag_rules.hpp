#pragma once
#include <string>
#include <vector>

#include "adapters/github/api.hpp"

namespace shiptag::adapters::github {

/// The rulesets for tags that are active in the account's repository, also those of its
/// organization, at most ten, a line each: name, page, and who may bypass it.
/// @return `permission` where GitHub shows none of them, and what Api::get fails with.
/// Source: GitHub's "REST API endpoints for rules".
[[nodiscard]] Expected<std::vector<std::string>> active_tag_rules(Api& api);

}  // namespace shiptag::adapters::github
