#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "adapters/http/http_client.hpp"
#include "base/error.hpp"

namespace shiptag::adapters::github {

/// What a request to the API is for, as messages about its result say it.
struct Purpose {
  std::string doing;        ///< `recording the deployment`
  std::string needs = {};   ///< The permissions it requires: `deployments: read, actions: read`.
  std::string target = {};  ///< What does not exist after a 404: `repository octo/app`.
};

/// What GitHub says in the JSON of an error, `message` and the messages of `errors`, a line each.
/// @return empty if `body` has another form.
[[nodiscard]] std::string github_words(std::string_view body);

/// What an HTTP status of the API means, with the fix: `permission` for 401, 403, and 404,
/// `rejected_by_server` for 409 and 422, `unavailable` for 408, 429, and 5xx, else `protocol`.
/// @param body  its beginning.
[[nodiscard]] Error refused_by_status(const Purpose& purpose, const http::ResponseHead& head,
                                      std::string_view body);

/// The reason for a 403 or GraphQL's FORBIDDEN, with the fix: `permission`.
/// @param accepted  the header `x-accepted-github-permissions`; may be empty.
[[nodiscard]] Error forbidden(const Purpose& purpose, std::string_view words,
                              std::string_view accepted);

/// A response that does not match GitHub's documentation: `protocol`.
/// @param fault  what is wrong with it.
[[nodiscard]] Error not_understood(const Purpose& purpose, const std::string& fault);

/// The permissions that an endpoint accepts, as a workflow's YAML names them: `deployments: write`.
/// @param accepted  the header `x-accepted-github-permissions`, e.g. `deployments=write,
///                  contents=read; issues=write`. Of several sets the first is used.
/// @return empty if nothing in the header is understood.
[[nodiscard]] std::vector<std::string> accepted_permissions(std::string_view accepted);

/// What to add to a job so that its token has `missing` and what else shiptag needs; one line.
[[nodiscard]] std::string permission_hint(const std::vector<std::string>& missing);

}  // namespace shiptag::adapters::github
