#include "adapters/git_wire/refusal.hpp"
#include "adapters/http/server_words.hpp"
#include "base/text.hpp"

namespace shiptag::adapters::git_wire {
namespace {

struct HttpVerdict {
  ReasonCode code;
  std::string message;
  std::string hint;
};

HttpVerdict unauthorized(const HttpRefusal& refusal) {
  if (refusal.token == Token::given)
    return {ReasonCode::permission, refusal.remote + " does not accept the token",
            "check that `token` is complete, has not expired and belongs to this server"};
  // GitHub answers a throttled anonymous request so, even for a public repository.
  return {ReasonCode::permission, refusal.remote + " wants a token",
          "give a `token`: the repository is private, or the server limits reading without one"};
}

HttpVerdict forbidden(const HttpRefusal& refusal) {
  const std::string& body = refusal.body;
  const auto says = [&](std::string_view words) { return body.find(words) != std::string::npos; };
  if (says("archived"))
    return {ReasonCode::permission, refusal.remote + " is archived and can only be read",
            "unarchive the repository in its settings"};
  if (says("Push to create"))
    return {ReasonCode::permission, "there is no repository " + refusal.remote,
            "check the address given as `remote`"};
  if (says("Write access to repository not granted"))
    return {ReasonCode::permission, "the token may read " + refusal.remote + " but not write it",
            "give the fine-grained token the permission Contents: Read and write"};
  return {ReasonCode::permission, "the token may not do this to " + refusal.remote,
          "in a workflow, add `permissions: contents: write`; else use a token that may write"};
}

HttpVerdict not_found(const HttpRefusal& refusal) {
  if (refusal.token == Token::given)
    return {ReasonCode::permission,
            "there is no repository " + refusal.remote + ", or the token may not see it",
            "check the address given as `remote`, and that the token has access to it"};
  return {ReasonCode::permission, "there is no repository " + refusal.remote + " to be seen",
          "check the address given as `remote`; a private repository needs a `token`"};
}

HttpVerdict verdict_on(const HttpRefusal& refusal) {
  const std::string answers =
      refusal.remote + " answers with HTTP status " + std::to_string(refusal.status);
  switch (refusal.status) {
    case 200:
      return {ReasonCode::protocol,
              refusal.remote + " answers with " + in_quotes(refusal.content_type, 80) +
                  ", which is not how git servers answer",
              "check that `remote` is the address that `git clone` takes"};
    case 401:
      return unauthorized(refusal);
    case 403:
      return forbidden(refusal);
    case 404:
      return not_found(refusal);
    case 408:
      return {ReasonCode::unavailable, answers + ": the request took too long", "try again"};
    case 429:
      return {
          ReasonCode::unavailable, answers + ": too many requests",
          refusal.token == Token::given ? "try again later" : "try again later, or give a `token`"};
    default:
      break;
  }
  if (refusal.status >= 500) return {ReasonCode::unavailable, answers, "try again later"};
  return {ReasonCode::protocol, answers, "check that `remote` is the address of a git repository"};
}

}  // namespace

Error refused_by_status(const HttpRefusal& refusal) {
  HttpVerdict verdict = verdict_on(refusal);
  Error error{verdict.code, std::move(verdict.message), std::move(verdict.hint)};
  // A page for browsers explains nothing here.
  if (refusal.content_type != "text/html") error.detail = http::sanitize(refusal.body);
  return error;
}

}  // namespace shiptag::adapters::git_wire
