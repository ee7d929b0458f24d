#include "adapters/git_wire/refusal.hpp"

#include <algorithm>

#include "adapters/git_wire/ls_refs.hpp"
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
            "check that `token` is complete, has not expired, and belongs to this server"};
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
      refusal.remote + " responded with HTTP status " + std::to_string(refusal.status);
  switch (refusal.status) {
    case 200:
      return {ReasonCode::protocol,
              refusal.remote + " responded with " + in_quotes(refusal.content_type, 80) +
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

using enum ReasonCode;

void add_lines(std::string& text, std::string_view more) {
  if (more.empty()) return;
  if (!text.empty()) text += '\n';
  text += more;
}

/// Whether `code` is a refusal, like the push's, that a retry would not change.
bool is_refusal(ReasonCode code) {
  return code == rejected_by_server || code == permission || code == invalid_input;
}

/// The error if the push was refused and the API gave no clear result.
Error undecided(const PushRefusal& refusal, const Error& by_api) {
  Error error = while_doing(refusal.error.message + "; trying the API instead", by_api);
  add_lines(error.detail, refusal.error.detail);
  add_lines(error.detail, refusal.remedy);
  return error;
}

/// Adds that the API refused it too.
void add_second_refusal(Error& error, const Error& by_api) {
  error.message += "; the API refused it too";
  add_lines(error.detail, by_api.message);
  add_lines(error.detail, by_api.detail);
}

/// Adds the names of the rules that may apply: the server's message names none.
void add_rules(PushRefusal& refusal, PushFallback& fallback) {
  const auto rules = fallback.tag_rules();
  if (!rules) return;
  std::string& detail = refusal.error.detail;
  if (!rules->empty()) {
    add_lines(detail, "Active tag rulesets:");
    for (const std::string& rule : *rules) add_lines(detail, rule);
  } else if (refusal.cause == RefusedFor::creation) {
    add_lines(detail, "No tag ruleset is active: an immutable release has used up this name");
    refusal.error.hint = "use another version: this name can never be used again";
  } else {
    add_lines(detail, "This token cannot see any tag rulesets");
  }
}

}  // namespace

Error refused_by_status(const HttpRefusal& refusal) {
  HttpVerdict verdict = verdict_on(refusal);
  Error error{verdict.code, std::move(verdict.message), std::move(verdict.hint)};
  // A page for browsers explains nothing here.
  if (refusal.content_type != "text/html") error.detail = sanitize(refusal.body);
  return error;
}

Expected<ports::Updated> after_refusal(PushRefusal refusal,
                                       const std::vector<ports::TagUpdate>& updates,
                                       ports::TagStore& git, PushFallback* fallback) {
  Error& error = refusal.error;
  if (fallback != nullptr && refusal.cause == RefusedFor::workflows) {
    auto written = fallback->update(updates, git);
    if (written || written.error().code == conflict) return written;
    if (!is_refusal(written.error().code)) return fail(undecided(refusal, written.error()));
    add_second_refusal(error, written.error());
  }
  if (fallback != nullptr &&
      (refusal.cause == RefusedFor::rule || refusal.cause == RefusedFor::creation))
    add_rules(refusal, *fallback);
  add_lines(error.detail, refusal.remedy);
  return fail(std::move(error));
}

Expected<Found> verify_refs(ports::TagStore& store, const std::vector<PushCommand>& commands) {
  std::vector<std::string> names;
  names.reserve(commands.size());
  for (const PushCommand& command : commands) names.push_back(command.name);
  NamedRefs refs;
  if (const auto ok = store.list(names, refs); !ok) return fail(ok.error());
  const auto all_are = [&](domain::ObjectId PushCommand::*id) {
    return std::all_of(commands.begin(), commands.end(), [&](const PushCommand& command) {
      return refs.object(command.name) == command.*id;
    });
  };
  if (all_are(&PushCommand::new_id)) return Found::as_wanted;
  return all_are(&PushCommand::old_id) ? Found::as_before : Found::otherwise;
}

Error unknown_outcome(Error error) {
  error.message += "; it is not known whether the tags were written";
  error.hint = "run again: what was already written is recognized";
  return error;
}

}  // namespace shiptag::adapters::git_wire
