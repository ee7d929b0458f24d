#pragma once
#include <string>
#include <string_view>

#include "adapters/http/http_client.hpp"
#include "base/error.hpp"

namespace shiptag::adapters::github {

/// What is asked of the API, for messages about what came of it.
struct Purpose {
  std::string doing;        ///< `recording the deployment`
  std::string needs = {};   ///< The permissions it takes: `deployments: read, actions: read`.
  std::string target = {};  ///< What a 404 says is not there: `the repository octo/app`.
};

/// What GitHub says in the JSON of an error, `message` and the messages of `errors`, a line each.
/// @return empty if `body` is nothing of that kind.
[[nodiscard]] std::string github_words(std::string_view body);

/// What an HTTP status of the API means, with the fix: `permission` for 401, 403 and 404,
/// `rejected_by_server` for 409 and 422, `unavailable` for 408, 429 and 5xx, else `protocol`.
/// @param body  its beginning.
[[nodiscard]] Error refused_by_status(const Purpose& purpose, const http::ResponseHead& head,
                                      std::string_view body);

/// Why a 403, or GraphQL's FORBIDDEN, was said, with the fix: `permission`.
/// @param accepted  the header `x-accepted-github-permissions`; may be empty.
[[nodiscard]] Error forbidden(const Purpose& purpose, std::string_view words,
                              std::string_view accepted);

/// An answer that is not as GitHub's descriptions say: `protocol`.
/// @param fault  what adapters/json found.
[[nodiscard]] Error not_understood(const Purpose& purpose, const Error& fault);

}  // namespace shiptag::adapters::github
