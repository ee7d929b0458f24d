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
  // GitHub also responds like this to a throttled anonymous request, even for a public repository.
  return {ReasonCode::permission, refusal.remote + " requires a token",
          "set `token`: the repository is private, or the server limits anonymous reads"};
}

HttpVerdict forbidden(const HttpRefusal& refusal) {
  const std::string& body = refusal.body;
  const auto says = [&](std::string_view words) { return body.find(words) != std::string::npos; };
  if (says("archived"))
    return {ReasonCode::permission, refusal.remote + " is archived and read-only",
            "unarchive the repository in its settings"};
  if (says("Push to create"))
    return {ReasonCode::permission, "repository " + refusal.remote + " does not exist",
            "check the address given as `remote`"};
  if (says("Write access to repository not granted"))
    return {ReasonCode::permission,
            "the token can read " + refusal.remote + " but cannot write to it",
            "give the fine-grained token the permission Contents: Read and write"};
  return {ReasonCode::permission, "the token is not allowed to do this to " + refusal.remote,
          "in a workflow, add `permissions: contents: write`; elsewhere, use a token with write "
          "access"};
}

HttpVerdict not_found(const HttpRefusal& refusal) {
  if (refusal.token == Token::given)
    return {ReasonCode::permission,
            "repository " + refusal.remote + " does not exist, or the token cannot see it",
            "check the address given as `remote`, and that the token has access to it"};
  return {ReasonCode::permission, "repository " + refusal.remote + " does not exist or is private",
          "check the address given as `remote`; a private repository requires a `token`"};
}

HttpVerdict verdict_on(const HttpRefusal& refusal) {
  const std::string answers =
      refusal.remote + " responds with HTTP status " + std::to_string(refusal.status);
  switch (refusal.status) {
    case 200:
      return {ReasonCode::protocol,
              refusal.remote + " responds with " + in_quotes(refusal.content_type, 80) +
                  ", which a git server does not send",
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
          refusal.token == Token::given ? "try again later" : "try again later, or set `token`"};
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
