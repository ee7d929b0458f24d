#include "adapters/github/api_error.hpp"

#include <algorithm>
#include <array>

#include "adapters/json/read.hpp"
#include "base/text.hpp"

namespace shiptag::adapters::github {
namespace {

constexpr std::size_t longest_error = 65536;

/// `Deployment ref invalid`, from an error without a message of its own.
std::string described(const json::Value& error) {
  const auto at = [&](std::string_view key) {
    const auto text = json::optional_string_at(error, key);
    return text && *text ? **text : std::string();
  };
  std::string message = at("message");
  if (message.empty()) message = at("resource") + " " + at("field") + " " + at("code");
  return message;
}

std::string described_errors(const json::Value& body) {
  if (const auto text = json::optional_string_at(body, "errors"); text && *text)
    return "\n" + **text;
  const auto errors = json::objects_at(body, "errors");
  if (!errors) return "\n" + json::first_string_at(body, "errors");
  std::string words;
  for (const json::Value* error : *errors) words += "\n" + described(*error);
  return words;
}

Error with_words(ReasonCode code, const Purpose& purpose, const std::string& what,
                 std::string_view words) {
  Error error{code, purpose.doing + ": " + what};
  error.detail = sanitize(words);
  return error;
}

/// A wording of a 403, and what it means.
struct Row {
  std::string_view words;
  std::string_view meaning;
  std::string_view hint;
};

constexpr std::array rows = {
    Row{"SAML", "the organization requires single sign-on for this token",
        "authorize the token for the organization's SAML single sign-on, in your settings under "
        "Developer settings"},
    Row{"IP allow list", "the organization's IP allow list blocks this machine",
        "use a runner whose address is on the list, or add its address"},
    Row{"archived", "the repository is archived and read-only",
        "unarchive the repository in its settings"},
    Row{"admin rights", "the token's owner is not an administrator of the repository",
        "use an administrator's token"},
};

std::string status_message(int status, std::string_view words) {
  std::string message = "GitHub responded with HTTP status " + std::to_string(status);
  const std::string_view first = words.substr(0, words.find('\n'));
  if (!first.empty()) message += " (" + printable(first, 200) + ")";
  return message;
}

std::string_view name_of(std::string_view permission) {
  return permission.substr(0, permission.find(':'));
}

/// `pull-requests: write` from `pull_requests=write`; empty if it has another form.
std::string as_yaml(std::string_view pair) {
  const std::size_t equals = pair.find('=');
  if (equals == std::string_view::npos || equals == 0) return {};
  std::string name(pair.substr(0, equals));
  const std::string_view level = pair.substr(equals + 1);
  const bool is_name = name.find_first_not_of("abcdefghijklmnopqrstuvwxyz_") == std::string::npos;
  if (!is_name || name.size() > 50 || (level != "read" && level != "write" && level != "admin"))
    return {};
  std::replace(name.begin(), name.end(), '_', '-');
  return name.append(": ").append(level);
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

}  // namespace

std::string github_words(std::string_view body) {
  const auto document = json::parse(body, longest_error);
  if (!document) return {};
  const auto message = json::optional_string_at(*document, "message");
  if (!message || !*message) return {};
  return **message + described_errors(*document);
}

Error forbidden(const Purpose& purpose, std::string_view words, std::string_view accepted) {
  const auto says = [&](std::string_view part) {
    return words.find(part) != std::string_view::npos;
  };
  for (const Row& row : rows) {
    if (!says(row.words)) continue;
    Error error = with_words(ReasonCode::permission, purpose, std::string(row.meaning), words);
    error.hint = row.hint;
    return error;
  }
  Error error =
      with_words(ReasonCode::permission, purpose, "the token is not allowed to do this", words);
  std::vector<std::string> missing = accepted_permissions(accepted);
  if (missing.empty() && !purpose.needs.empty())
    for (const std::string_view need : split(purpose.needs, ','))
      missing.emplace_back(trimmed(need));
  if (missing.empty())
    error.hint = "use a token that is allowed to do this";
  else if (says("personal access token"))
    error.hint = "give the token the permission `" + missing.front() + "`";
  else
    error.hint = permission_hint(missing);
  return error;
}

Error refused_by_status(const Purpose& purpose, const http::ResponseHead& head,
                        std::string_view body) {
  const std::string words = github_words(body);
  const std::string answers = status_message(head.status, words);
  const auto because = [&](ReasonCode code, const std::string& what, std::string hint) {
    Error error = with_words(code, purpose, what, words);
    error.hint = std::move(hint);
    return error;
  };
  switch (head.status) {
    case 401:
      return because(ReasonCode::permission, "GitHub does not accept the token",
                     "check that `token` is complete, has not expired, and belongs to this server");
    case 403:
      return forbidden(purpose, words, head.header("x-accepted-github-permissions"));
    case 404:
      return because(ReasonCode::permission,
                     purpose.target + " does not exist, or the token cannot see it",
                     "check the name, and that the token has access to it" +
                         (purpose.needs.empty() ? "" : " with `" + purpose.needs + "`"));
    case 409:
    case 422:
      return because(ReasonCode::rejected_by_server, answers,
                     "read GitHub's message in the summary");
    case 408:
      return because(ReasonCode::unavailable, answers + ": the request took too long", "try again");
    case 429:
      return because(ReasonCode::unavailable, answers + ": too many requests", "try again later");
    default:
      break;
  }
  if (head.status >= 500) return because(ReasonCode::unavailable, answers, "try again later");
  return because(ReasonCode::protocol, answers, "check that GITHUB_API_URL is GitHub's API");
}

Error not_understood(const Purpose& purpose, const std::string& fault) {
  return {ReasonCode::protocol, purpose.doing + ": GitHub's response cannot be used: " + fault,
          "this may be a newer or older GitHub than shiptag supports; please report it"};
}

std::vector<std::string> accepted_permissions(std::string_view accepted) {
  std::vector<std::string> permissions;
  for (const std::string_view pair : split(accepted.substr(0, accepted.find(';')), ',')) {
    std::string permission = as_yaml(trimmed(pair));
    // Every token can read it, and a workflow's `permissions:` do not have it.
    if (name_of(permission) == "metadata") continue;
    if (!permission.empty()) permissions.push_back(std::move(permission));
  }
  return permissions;
}

std::string permission_hint(const std::vector<std::string>& missing) {
  std::vector<std::string> all = {"contents: write", "deployments: write"};
  const auto has_actions = [](const std::string& permission) {
    return name_of(permission) == "actions";
  };
  if (std::none_of(missing.begin(), missing.end(), has_actions)) all.emplace_back("actions: read");
  bool for_deployments = false;
  for (const std::string& permission : missing) {
    for_deployments |= name_of(permission) == "deployments";
    // Write includes read, and a name may appear only once.
    const bool is_there = std::any_of(all.begin(), all.end(), [&](const std::string& other) {
      return name_of(other) == name_of(permission);
    });
    if (!is_there) all.push_back(permission);
  }
  std::string hint =
      "give the token `" + joined(missing) + "`: add `permissions: { " + joined(all) +
      " }` to the job, or if it is a GitHub App's token, add the permission to the App";
  if (for_deployments) hint += "; or turn off GitHub deployments with github_deployment: off";
  return hint;
}

}  // namespace shiptag::adapters::github
