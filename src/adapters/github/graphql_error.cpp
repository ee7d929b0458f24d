#include "adapters/github/graphql_error.hpp"

#include "adapters/http/server_words.hpp"
#include "adapters/json/elements.hpp"
#include "base/text.hpp"

namespace shiptag::adapters::github {
namespace {

bool says(const GraphqlError& error, std::string_view words) {
  return error.message.find(words) != std::string::npos;
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
  const std::string words = http::sanitize(error.message);
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
  const std::string quoted = "GitHub responds: " + printable(error.message, 200);
  if (error.type == "UNPROCESSABLE")
    return because(ReasonCode::rejected_by_server, quoted, "GitHub's message says why");
  if (error.is_server_fault()) return because(ReasonCode::unavailable, quoted, "try again later");
  return because(ReasonCode::protocol, quoted, "GitHub's message says what is wrong");
}

}  // namespace shiptag::adapters::github
