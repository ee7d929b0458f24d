#include "adapters/github/request_failure.hpp"

#include "adapters/github/rate_limit.hpp"
#include "adapters/http/retry.hpp"
#include "adapters/http/server_words.hpp"

namespace shiptag::adapters::github {
namespace {

using Done = RequestFailure::Done;

RequestFailure rate_limited(const Purpose& purpose, const http::ResponseHead& head, Timestamp now,
                            std::string_view words) {
  const std::chrono::seconds wait = rate_limit_wait(head, now);
  const std::string end = Timestamp{now.seconds + wait.count()}.rfc3339();
  return {
      .done = Done::nothing,
      .error = {ReasonCode::unavailable,
                purpose.doing + ": GitHub's rate limit for this token is exhausted until " + end,
                "run again after that, or allow more time with `timeout_seconds`",
                http::sanitize(words)},
      .asked_to_wait = wait};
}

}  // namespace

RequestFailure failure_of(const Purpose& purpose, const http::Failure& failure) {
  Error error = while_doing(purpose.doing, failure.error);
  const bool is_address =
      failure.stage == http::Stage::hopeless &&
      (error.code == ReasonCode::invalid_input || error.code == ReasonCode::protocol);
  if (is_address) {  // Nobody typed it: it comes from the runner, or from a redirect.
    error.code = ReasonCode::protocol;
    error.hint = "check GITHUB_API_URL, the API's address, which the runner sets";
  }
  switch (failure.stage) {
    case http::Stage::not_sent:
      return {Done::nothing, std::move(error)};
    case http::Stage::unknown:
      return {Done::unknown, std::move(error)};
    case http::Stage::hopeless:
    case http::Stage::interrupted:
    case http::Stage::stopped:
      break;
  }
  return {Done::final, std::move(error)};
}

std::optional<RequestFailure> failure_of(const Purpose& purpose, const Answer& answer,
                                         Timestamp now) {
  const int status = answer.head.status;
  if (status >= 200 && status < 300) return std::nullopt;
  // Nothing that matters here comes later in a response.
  const std::string_view beginning = std::string_view(answer.body).substr(0, 65536);
  if (is_rate_limited(answer.head, beginning))
    return rate_limited(purpose, answer.head, now, github_words(beginning));
  RequestFailure failure{Done::final, refused_by_status(purpose, answer.head, beginning)};
  if (status == 429) failure.done = Done::nothing;
  if (status == 408 || status >= 500) {
    failure.done = Done::unknown;
    failure.asked_to_wait = http::parse_retry_after(answer.head.header("retry-after"), now);
  }
  return failure;
}

RequestFailure failure_of(const Purpose& purpose, const GraphqlError& error,
                          const http::ResponseHead& head, Timestamp now) {
  if (error.is_rate_limit()) return rate_limited(purpose, head, now, error.message);
  const Done done = error.is_server_fault() ? Done::unknown : Done::final;
  return {done, refused_by_graphql(purpose, error)};
}

}  // namespace shiptag::adapters::github
