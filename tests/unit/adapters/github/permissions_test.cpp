#include "adapters/github/github.hpp"

#include <doctest/doctest.h>

#include <ostream>

#include "containing.hpp"
#include "unit/adapters/github/api_fixture.hpp"

using namespace shiptag;
using namespace shiptag::adapters::github;
using namespace shiptag::tests;

TEST_SUITE_BEGIN("adapters/github/permissions");

namespace {

constexpr std::string_view approvals_path = "/repos/octo/ci/actions/runs/42/approvals";
constexpr std::string_view role_path = "/repos/octo/app/collaborators/octocat/permission";

struct Asked : ApiFixture {
  GithubPermissions permissions{api};

  Expected<std::optional<std::string>> approver(const std::string& body) {
    rest(approvals_path, answer(200, body));
    return permissions.approver("42", "production");
  }
  Expected<bool> is_administrator(fakes::StubResponse response) {
    rest(role_path, std::move(response));
    return permissions.is_administrator("octocat");
  }
};

std::string review(std::string_view state, std::string_view environment, std::string_view login) {
  return R"({"state":")" + std::string(state) +
         R"(","comment":"","environments":[{"name":"other"},)" + R"({"name":")" +
         std::string(environment) + R"("}],"user":{"login":")" + std::string(login) + R"("}})";
}

}  // namespace

TEST_CASE("the newest verdict on the environment counts") {
  struct Row {
    std::string_view name;
    std::string reviews;
    std::string_view approver;
  };
  const Row rows[] = {
      {"nobody", "", ""},
      {"approved", review("approved", "production", "mona"), "mona"},
      {"GitHub's environments have no case", review("approved", "Production", "mona"), "mona"},
      {"another environment's", review("approved", "staging", "mona"), ""},
      {"one that begins alike", review("approved", "production-eu", "mona"), ""},
      {"rejected", review("rejected", "production", "mona"), ""},
      {"not decided", review("pending", "production", "mona"), ""},
      {"a word we do not know", review("blessed", "production", "mona"), ""},
      {"rejected in the end",
       review("approved", "production", "mona") + "," + review("rejected", "production", "hubot"),
       ""},
      {"approved in the end",
       review("rejected", "production", "mona") + "," + review("approved", "production", "hubot"),
       "hubot"},
      {"rejected elsewhere",
       review("approved", "production", "mona") + "," + review("rejected", "staging", "hubot"),
       "mona"},
      {"by somebody who has left",
       R"({"state":"approved","environments":[{"name":"production"}],"user":null})", "ghost"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    Asked github;
    const auto approver = github.approver("[" + row.reviews + "]");
    REQUIRE(approver.has_value());
    CHECK(approver->value_or("") == row.approver);
  }
}

TEST_CASE("a verdict on a later page counts as well") {
  Asked github;
  github.rest(approvals_path,
              ApiFixture::answer(200, "[" + review("approved", "production", "mona") + "]",
                                 {{"link", R"(<https://api.example/2>; rel="next")"}}));
  github.rest("/2", ApiFixture::answer(200, "[" + review("rejected", "production", "mona") + "]"));
  const auto approver = github.permissions.approver("42", "production");
  REQUIRE(approver.has_value());
  CHECK_FALSE(approver->has_value());
}

TEST_CASE("a run that GitHub does not know was approved by nobody") {
  Asked github;
  github.rest(approvals_path, ApiFixture::refusal(404, "Not Found"));
  CHECK_FALSE(github.permissions.approver("42", "production").value().has_value());
  CHECK_FALSE(github.permissions.approver("", "production").value().has_value());
  CHECK_FALSE(github.permissions.approver("4/2", "production").value().has_value());
}

TEST_CASE("reviews of a wrong shape approve nothing") {
  for (const std::string_view body : {
           "{}",
           "null",
           "[7]",
           "[{}]",
           R"([{"state":"approved","environments":{}}])",
           R"([{"state":"approved","environments":[7]}])",
           R"([{"state":"approved","environments":[{"name":7}]}])",
           R"([{"environments":[{"name":"production"}]}])",
           R"([{"state":1,"environments":[{"name":"production"}]}])",
           R"([{"state":"approved","environments":[{"name":"production"}],"user":"mona"}])",
           R"([{"state":"approved","environments":[{"name":"production"}],"user":{}}])",
           R"([{"state":"approved","environments":[{"name":"production"}],"user":{"login":1}}])",
           R"([{"state":"approved","environments":[{"name":"production"}],"user":{"login":"\n"}}])",
       }) {
    CAPTURE(body);
    Asked github;
    const auto approver = github.approver(std::string(body));
    REQUIRE_FALSE(approver.has_value());
    CHECK(approver.error().code == ReasonCode::protocol);
    CHECK(approver.error().message == Containing("reading who approved run 42: "));
  }
}

TEST_CASE("only the role admin administers") {
  struct Row {
    std::string_view permission;
    bool administers;
  };
  for (const Row& row : {Row{"admin", true}, Row{"write", false}, Row{"read", false},
                         Row{"none", false}, Row{"Admin", false}}) {
    CAPTURE(row.permission);
    Asked github;
    const auto answer =
        ApiFixture::answer(200, R"({"permission":")" + std::string(row.permission) + R"("})");
    CHECK(github.is_administrator(answer).value() == row.administers);
  }
  Asked stranger;
  CHECK_FALSE(stranger.is_administrator(ApiFixture::refusal(404, "Not Found")).value());
}

TEST_CASE("who administers is not guessed from an answer that is none") {
  struct Row {
    fakes::StubResponse response;
    ReasonCode code;
  };
  const Row rows[] = {
      {ApiFixture::answer(200, "{}"), ReasonCode::protocol},
      {ApiFixture::answer(200, R"({"permission":true})"), ReasonCode::protocol},
      {ApiFixture::answer(200, R"(["admin"])"), ReasonCode::protocol},
      {ApiFixture::refusal(403, "Must have push access to view permission."),
       ReasonCode::permission},
      {ApiFixture::refusal(401, "Bad credentials"), ReasonCode::permission},
  };
  for (const Row& row : rows) {
    CAPTURE(row.response.body);
    Asked github;
    const auto answer = github.is_administrator(row.response);
    REQUIRE_FALSE(answer.has_value());
    CHECK(answer.error().code == row.code);
  }
}

TEST_CASE("a login is one segment of the path") {
  Asked github;
  github.rest("/repos/octo/app/collaborators/github-actions%5Bbot%5D/permission",
              ApiFixture::refusal(404, "Not Found"));
  CHECK_FALSE(github.permissions.is_administrator("github-actions[bot]").value());
}

TEST_SUITE_END();
