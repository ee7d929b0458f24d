#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "adapters/github/api_error.hpp"
#include "adapters/json/read.hpp"

namespace shiptag::adapters::github {

/// One of the `errors` of a GraphQL response, which come with HTTP status 200.
struct GraphqlError {
  std::string type = {};  ///< GitHub's own, `NOT_FOUND`; may be empty.
  std::string message = {};
  std::string field = {};  ///< The first of its path; may be empty.

  [[nodiscard]] bool is_rate_limit() const;
  /// Whether GitHub gave up midway: the request may or may not have taken effect.
  [[nodiscard]] bool is_server_fault() const;
};

/// @return empty if there is none; `invalid_input` naming the member that has the wrong type.
[[nodiscard]] json::Read<std::vector<GraphqlError>> graphql_errors(const json::Value& answer);

/// What an error means: `permission`, `rejected_by_server`, `unavailable`, else `protocol`.
[[nodiscard]] Error refused_by_graphql(const Purpose& purpose, const GraphqlError& error);

}  // namespace shiptag::adapters::github
