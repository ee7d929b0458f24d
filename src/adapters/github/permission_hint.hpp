#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace shiptag::adapters::github {

/// The permissions that an endpoint accepts, as a workflow's YAML names them: `deployments: write`.
/// @param accepted  the header `x-accepted-github-permissions`, e.g. `deployments=write,
///                  contents=read; issues=write`. Of several sets the first is used.
/// @return empty if nothing in the header is understood.
[[nodiscard]] std::vector<std::string> accepted_permissions(std::string_view accepted);

/// What to add to a job so that its token has `missing` and what else shiptag needs; one line.
[[nodiscard]] std::string permission_hint(const std::vector<std::string>& missing);

}  // namespace shiptag::adapters::github
