#pragma once
#include <string>

#include "base/expected.hpp"

namespace shiptag::adapters::git_objects {

/// Whether git allows `refs/tags/<name>`. @return `invalid_input` naming it if not.
/// Source: git-check-ref-format(1).
[[nodiscard]] Expected<void> check_tag_name(const std::string& name);

}  // namespace shiptag::adapters::git_objects
