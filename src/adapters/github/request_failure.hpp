#pragma once
#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/github/api_error.hpp"
#include "adapters/http/http_client.hpp"
#include "adapters/json/read.hpp"
#include "base/text.hpp"
#include "base/timestamp.hpp"

namespace shiptag::adapters::github {

/// A whole HTTP response.
struct Answer {
  http::ResponseHead head = {};
  std::string body = {};
};

/// Receives a response; one that is too long is `protocol`.
class AnswerSink final : public http::ResponseSink {
 public:
  static constexpr std::size_t longest = std::size_t{8} << 20U;  ///< Bytes of a body.

  [[nodiscard]] Expected<http::Wanted> head(const http::ResponseHead& head) override {
    answer_.head = head;
    return http::Wanted::body;
  }
  [[nodiscard]] Expected<void> body(std::string_view bytes) override {
    if (bytes.size() > longest - answer_.body.size())
      return fail(ReasonCode::protocol, "GitHub's response exceeds 8 MiB");
    answer_.body.append(bytes);
    return {};
  }
  [[nodiscard]] Answer take() { return std::move(answer_); }

 private:
  Answer answer_;
};

/// One of the `errors` of a GraphQL response, which come with HTTP status 200.
struct GraphqlError {
  std::string type = {};  ///< GitHub's own, `NOT_FOUND`; may be empty.
  std::string message = {};
  std::string field = {};  ///< The first of its path; may be empty.

  [[nodiscard]] bool is_rate_limit() const;
  /// Whether GitHub gave up midway: the request may or may not have taken effect.
  [[nodiscard]] bool is_server_fault() const;
};

/// @return empty if there is none; a fault naming the member that has the wrong type.
[[nodiscard]] json::Read<std::vector<GraphqlError>> graphql_errors(const json::Value& answer);

/// What an error means: `permission`, `rejected_by_server`, `unavailable`, else `protocol`.
[[nodiscard]] Error refused_by_graphql(const Purpose& purpose, const GraphqlError& error);

/// Whether a response says that there were too many requests; this one then had no effect.
/// @param words  what GitHub says, or the beginning of the body.
[[nodiscard]] bool is_rate_limited(const http::ResponseHead& head, std::string_view words);

/// How long GitHub asks us to wait after a response that is_rate_limited, or after GraphQL's
/// `RATE_LIMITED`: what its headers say, else a minute. At most a day.
/// Source: GitHub's "Rate limits for the REST API", and "for the GraphQL API".
[[nodiscard]] std::chrono::seconds rate_limit_wait(const http::ResponseHead& head, Timestamp now);

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
