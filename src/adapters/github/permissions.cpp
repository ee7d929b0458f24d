#include "adapters/github/github.hpp"

#include "adapters/github/account.hpp"
#include "adapters/json/members.hpp"
#include "adapters/json/read.hpp"
#include "base/text.hpp"

namespace shiptag::adapters::github {
namespace {

using json::Members;
using json::Value;
using Need = Members::Need;

/// Whether a review covers `environment`. To GitHub `Production` and `production` are the same.
json::Read<bool> names(const Value& review, std::string_view environment) {
  const auto environments = json::objects_at(review, "environments");
  if (!environments) return fail(environments.error());
  bool found = false;
  for (const Value* one : *environments) {
    const auto name = json::string_at(*one, "name");
    if (!name) return fail(name.error());
    found |= is_same_name(*name, environment);
  }
  return found;
}

/// Who approved by this review; nullopt if it is another verdict.
json::Read<std::optional<std::string>> approver_in(const Value& review) {
  Members members(review);
  const std::string state = members.line("state", Need::required);
  const Value* user = members.object("user");
  if (members.fault()) return fail(*members.fault());
  if (state != "approved") return std::nullopt;
  if (user == nullptr) return "ghost";  // GitHub's name for people whose account is gone.
  Members person(*user);
  std::string login = person.line("login", Need::required);
  if (person.fault()) return fail(*person.fault());
  return login;
}

/// The newest verdict on `environment` counts, whatever came before.
json::Read<std::optional<std::string>> newest_verdict(const std::vector<Document>& pages,
                                                      std::string_view environment) {
  std::optional<std::string> approver;
  for (const Document& page : pages) {
    const auto reviews = json::objects_in(page, "the response");
    if (!reviews) return fail(reviews.error());
    for (const Value* review : *reviews) {
      const auto counts = names(*review, environment);
      if (!counts) return fail(counts.error());
      if (!*counts) continue;
      auto verdict = approver_in(*review);
      if (!verdict) return verdict;
      approver = *std::move(verdict);
    }
  }
  return approver;
}

}  // namespace

Expected<std::optional<std::string>> GithubPermissions::approver(const std::string& run_id,
                                                                 const std::string& environment) {
  if (!is_run_id(run_id)) return std::nullopt;
  const Purpose purpose{.doing = "reading who approved run " + run_id, .needs = "actions: read"};
  const auto pages = api_.get(purpose, "/repos/" + api_.account().run_repository +
                                           "/actions/runs/" + run_id + "/approvals");
  if (!pages) return fail(pages.error());
  auto approver = newest_verdict(*pages, environment);
  if (!approver) return fail(not_understood(purpose, approver.error().message));
  return *std::move(approver);
}

Expected<bool> GithubPermissions::is_administrator(const std::string& login) {
  const Purpose purpose{.doing = "reading the permission of " + in_quotes(login)};
  const auto pages = api_.get(purpose, "/repos/" + api_.account().repository + "/collaborators/" +
                                           path_segment(login) + "/permission");
  if (!pages) return fail(pages.error());
  if (pages->empty()) return false;
  const auto permission = json::string_at(pages->front(), "permission");
  if (!permission) return fail(not_understood(purpose, permission.error().message));
  return *permission == "admin";
}

}  // namespace shiptag::adapters::github
