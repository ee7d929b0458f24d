#pragma once
#include <chrono>
#include <optional>

#include "adapters/github/answer.hpp"
#include "adapters/github/api_error.hpp"
#include "adapters/github/graphql_error.hpp"
#include "base/timestamp.hpp"

namespace shiptag::adapters::github {

/// Why a request failed, and whether it may be sent again.
struct RequestFailure {
  enum class Done {
    nothing,  ///< It had no effect, and may have one later.
    unknown,  ///< It may have had its effect.
    final,    ///< Sending it again would not help.
  };
  Done done;
  Error error;
  std::optional<std::chrono::seconds> asked_to_wait = {};
};

/// What is wrong with a request that got no complete response.
[[nodiscard]] RequestFailure failure_of(const Purpose& purpose, const http::Failure& failure);

/// What is wrong with a response; nullopt for a status of success.
[[nodiscard]] std::optional<RequestFailure> failure_of(const Purpose& purpose, const Answer& answer,
                                                       Timestamp now);

/// What is wrong according to an error in a GraphQL response.
[[nodiscard]] RequestFailure failure_of(const Purpose& purpose, const GraphqlError& error,
                                        const http::ResponseHead& head, Timestamp now);

}  // namespace shiptag::adapters::github
