#include "adapters/github/request_failure.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>

#include "adapters/http/headers.hpp"
#include "adapters/json/read.hpp"
#include "base/text.hpp"

namespace shiptag::adapters::github {
namespace {

bool says(const GraphqlError& error, std::string_view words) {
  return error.message.find(words) != std::string::npos;
}

/// Until the primary limit resets; nullopt if it is not used up.
std::optional<std::chrono::seconds> until_reset(const http::ResponseHead& head, Timestamp now) {
  constexpr std::int64_t longest = 86400;
  if (head.header("x-ratelimit-remaining") != "0") return std::nullopt;
  const std::string_view value = head.header("x-ratelimit-reset");
  std::int64_t reset = 0;
  const char* end = value.data() + value.size();
  if (const auto read = std::from_chars(value.data(), end, reset);
      read.ec != std::errc{} || read.ptr != end || reset < 0)
    return std::nullopt;
  // The reset comes in whole seconds, and two clocks never quite agree.
  if (reset < now.seconds) return std::chrono::seconds(1);
  return std::chrono::seconds(std::min(reset - now.seconds + 1, longest));
}

using Done = RequestFailure::Done;

RequestFailure rate_limited(const Purpose& purpose, const http::ResponseHead& head, Timestamp now,
                            std::string_view words) {
  const std::chrono::seconds wait = rate_limit_wait(head, now);
  const std::string end = Timestamp{now.seconds + wait.count()}.rfc3339();
  return {
      .done = Done::nothing,
      .error = {ReasonCode::unavailable,
                purpose.doing + ": this token has exceeded GitHub's rate limit, which resets at " +
                    end,
                "run again after that, or allow more time with `timeout_seconds`", sanitize(words)},
      .asked_to_wait = wait};
}

}  // namespace

bool GraphqlError::is_rate_limit() const {
  return type == "RATE_LIMITED" || says(*this, "secondary rate limit") ||
         says(*this, "API rate limit exceeded");
}

bool GraphqlError::is_server_fault() const {
  return type == "SERVICE_UNAVAILABLE" || type == "INTERNAL" || says(*this, "Something went wrong");
}

json::Read<std::vector<GraphqlError>> graphql_errors(const json::Value& answer) {
  if (auto ok = json::check_object(answer, "the response"); !ok) return fail(std::move(ok.error()));
  std::vector<GraphqlError> errors;
  if (json::find(answer, "errors") == nullptr) return errors;
  const auto objects = json::objects_at(answer, "errors");
  if (!objects) return fail(objects.error());
  for (const json::Value* object : *objects) {
    auto type = json::optional_string_at(*object, "type");
    if (!type) return fail(std::move(type.error()));
    auto message = json::string_at(*object, "message");
    if (!message) return fail(std::move(message.error()));
    errors.push_back({.type = type->value_or(""),
                      .message = *std::move(message),
                      .field = json::first_string_at(*object, "path")});
  }
  return errors;
}

Error refused_by_graphql(const Purpose& purpose, const GraphqlError& error) {
  const std::string words = sanitize(error.message);
  const auto because = [&](ReasonCode code, const std::string& what, std::string hint) {
    return Error{code, purpose.doing + ": " + what, std::move(hint), words};
  };
  if (error.type == "FORBIDDEN" || error.type == "INSUFFICIENT_SCOPES" ||
      says(error, "Resource not accessible by") || says(error, "Resource protected by"))
    return forbidden(purpose, error.message, {});
  if (error.type == "NOT_FOUND")
    return because(ReasonCode::permission,
                   purpose.target + " does not exist, or the token cannot see it",
                   "check the name, and that the token has access to it");
  const std::string quoted = "GitHub responded: " + printable(error.message, 200);
  if (error.type == "UNPROCESSABLE")
    return because(ReasonCode::rejected_by_server, quoted, "read GitHub's message in the summary");
  if (error.is_server_fault()) return because(ReasonCode::unavailable, quoted, "try again later");
  return because(ReasonCode::protocol, quoted, "read GitHub's message in the summary");
}

bool is_rate_limited(const http::ResponseHead& head, std::string_view words) {
  const auto says = [&](std::string_view part) {
    return words.find(part) != std::string_view::npos;
  };
  if (head.status != 403 && head.status != 429) return false;
  return !head.header("retry-after").empty() || head.header("x-ratelimit-remaining") == "0" ||
         says("secondary rate limit") || says("API rate limit exceeded");
}

std::chrono::seconds rate_limit_wait(const http::ResponseHead& head, Timestamp now) {
  if (const auto asked = http::parse_retry_after(head.header("retry-after"), now)) return *asked;
  return until_reset(head, now).value_or(std::chrono::seconds(60));
}

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
