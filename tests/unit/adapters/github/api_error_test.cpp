#include "adapters/github/api_error.hpp"

#include <doctest/doctest.h>

#include <ostream>

#include "containing.hpp"

using namespace shiptag;
using namespace shiptag::adapters;
using namespace shiptag::adapters::github;
using namespace shiptag::tests;
using shiptag::tests::Containing;

TEST_SUITE_BEGIN("adapters/github/api_error");

namespace {

const Purpose refused_purpose{
    .doing = "recording", .needs = "actions: read", .target = "repository o/r"};

Error refused(int status, const std::string& message, const std::string& accepted = {}) {
  http::ResponseHead head{.status = status, .headers = {}};
  if (!accepted.empty()) head.headers["x-accepted-github-permissions"] = accepted;
  return refused_by_status(refused_purpose, head, R"({"message":")" + message + R"("})");
}

}  // namespace

TEST_CASE("each status has its meaning, and GitHub's words with it") {
  struct Row {
    int status;
    std::string_view words;
    ReasonCode code;
    std::string_view message, hint;
  };
  const Row rows[] = {
      {401, "Bad credentials", ReasonCode::permission, "GitHub does not accept the token",
       "has not expired"},
      {403, "Resource not accessible by integration", ReasonCode::permission,
       "the token is not allowed to do this", "permissions: {"},
      {403, "Resource protected by organization SAML enforcement. You must grant access.",
       ReasonCode::permission, "requires single sign-on", "authorize the token"},
      {403, "the `o` organization has an IP allow list enabled, and your IP is not permitted",
       ReasonCode::permission, "blocks this machine", "use a runner"},
      {403, "Repository was archived so is read-only.", ReasonCode::permission, "is archived",
       "unarchive"},
      {403, "Must have admin rights to Repository.", ReasonCode::permission,
       "is not an administrator of the repository", "an administrator's token"},
      {404, "Not Found", ReasonCode::permission,
       "repository o/r does not exist, or the token cannot see it", "`actions: read`"},
      {409, "Conflict: Required status checks", ReasonCode::rejected_by_server,
       "HTTP status 409 (Conflict: Required", "GitHub's message"},
      {422, "No ref found for: abc", ReasonCode::rejected_by_server,
       "HTTP status 422 (No ref found for: abc)", "GitHub's message"},
      {408, "slow", ReasonCode::unavailable, "took too long", "try again"},
      {429, "busy", ReasonCode::unavailable, "too many requests", "try again later"},
      {500, "oops", ReasonCode::unavailable, "HTTP status 500 (oops)", "try again later"},
      {504, "late", ReasonCode::unavailable, "HTTP status 504", "try again later"},
      {400, "Problems parsing JSON", ReasonCode::protocol, "HTTP status 400 (Problems", "API"},
      {410, "gone", ReasonCode::protocol, "HTTP status 410", "API"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.status);
    CAPTURE(row.words);
    const Error error = refused(row.status, std::string(row.words));
    CHECK(error.code == row.code);
    CHECK(error.message == Containing("recording: "));
    CHECK(error.message == Containing(row.message));
    CHECK(error.hint == Containing(row.hint));
    CHECK(error.detail == row.words);
  }
}

TEST_CASE("the permission that GitHub names goes before the one that we know of") {
  struct Row {
    std::string_view name, words, accepted, hint;
  };
  const std::string_view by_workflow = "Resource not accessible by integration";
  const std::string_view by_person = "Resource not accessible by personal access token";
  const Row rows[] = {
      {"none is named", by_workflow, "",
       "give the token `actions: read`: add `permissions: { contents: write, deployments: write, "
       "actions: read }` to the job, or if it is a GitHub App's token, add the permission to the "
       "App"},
      {"one is named", by_workflow, "deployments=write",
       "give the token `deployments: write`: add `permissions: { contents: write, deployments: "
       "write, "
       "actions: read }` to the job, or if it is a GitHub App's token, add the permission to the "
       "App; or "
       "turn off GitHub deployments with github_deployment: off"},
      {"nonsense is named", by_workflow, "\x1b=[31m, x=y",
       "give the token `actions: read`: add `permissions: { contents: write, deployments: write, "
       "actions: read }` to the job, or if it is a GitHub App's token, add the permission to the "
       "App"},
      {"the token is a person's", by_person, "contents=write",
       "give the token the permission `contents: write`"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    CHECK(refused(403, std::string(row.words), std::string(row.accepted)).hint == row.hint);
  }
}

TEST_CASE("GitHub's words are its message and those of its errors") {
  struct Row {
    std::string_view body, words;
  };
  const Row rows[] = {
      {R"({"message":"Validation Failed"})", "Validation Failed"},
      {R"({"message":"No","errors":[{"message":"one"},{"message":"two"}]})", "No\none\ntwo"},
      {R"({"message":"No","errors":[{"resource":"Deployment","field":"ref","code":"invalid"}]})",
       "No\nDeployment ref invalid"},
      {R"({"message":"No","errors":["just words","more"]})", "No\njust words"},
      {R"({"message":"No","errors":"words"})", "No\nwords"},
      {R"({"message":7})", ""},
      {R"({"message":["No"]})", ""},
      {R"([])", ""},
      {R"("No")", ""},
      {"<html>Unicorn!</html>", ""},
      {"", ""},
      {"{\"message\":\"\xff\"}", ""},
  };
  for (const Row& row : rows) {
    CAPTURE(row.body);
    const std::string words = github_words(row.body);
    CHECK(words.substr(0, words.find_last_not_of('\n') + 1) == row.words);
  }
}

TEST_CASE("what GitHub says cannot command the runner or the terminal") {
  const Error error = refused(422, R"(a\r\n::error::b\u001b[31m)");
  CHECK(error.message.find_first_of("\r\n\x1b") == std::string::npos);
  CHECK(error.detail.find_first_of("\r\x1b") == std::string::npos);
}

TEST_CASE("an answer of the wrong shape names its fault") {
  const Error error = not_understood(refused_purpose, "member 'a' is missing");
  CHECK(error.code == ReasonCode::protocol);
  CHECK(error.message == "recording: GitHub's response cannot be used: member 'a' is missing");
}

TEST_SUITE_END();

TEST_SUITE_BEGIN("adapters/github/permission_hint");

TEST_CASE("the header is read as a workflow's YAML names permissions") {
  struct Row {
    std::string_view header;
    std::vector<std::string> permissions;
  };
  const Row rows[] = {
      {"deployments=write", {"deployments: write"}},
      {"pull_requests=read,contents=write", {"pull-requests: read", "contents: write"}},
      {"contents=write, actions=read", {"contents: write", "actions: read"}},
      {"actions=write; contents=read", {"actions: write"}},
      {"administration=admin", {"administration: admin"}},
      {"", {}},
      {"deployments", {}},
      {"=write", {}},
      {"deployments=all", {}},
      {"deploy ments=write", {}},
      {"x}\n=write", {}},
      {"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa=write", {}},
  };
  for (const Row& row : rows) {
    CAPTURE(row.header);
    CHECK(accepted_permissions(row.header) == row.permissions);
  }
}

TEST_CASE("the hint names what is missing, and gives lines that have all that shiptag needs") {
  struct Row {
    std::vector<std::string> missing;
    std::string_view lacks, lines;
    bool can_do_without;
  };
  const Row rows[] = {
      {{"contents: write"},
       "`contents: write`",
       "{ contents: write, deployments: write, actions: read }",
       false},
      {{"deployments: read"},
       "`deployments: read`",
       "{ contents: write, deployments: write, actions: read }",
       true},
      {{"actions: write"},
       "`actions: write`",
       "{ contents: write, deployments: write, actions: write }",
       false},
      {{"actions: read", "checks: read"},
       "`actions: read, checks: read`",
       "{ contents: write, deployments: write, actions: read, checks: read }",
       false},
  };
  for (const Row& row : rows) {
    CAPTURE(row.lacks);
    const std::string hint = permission_hint(row.missing);
    CHECK(hint == Containing("give the token " + std::string(row.lacks)));
    CHECK(hint == Containing("add `permissions: " + std::string(row.lines) + "` to the job"));
    CHECK((hint == Containing("github_deployment: off")) == row.can_do_without);
  }
}

TEST_SUITE_END();
