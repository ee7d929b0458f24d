#include "adapters/github/deployments.hpp"

#include <doctest/doctest.h>

#include <ostream>

#include "containing.hpp"
#include "fakes/ledger_lines.hpp"
#include "unit/adapters/github/api_fixture.hpp"
#include "unit/adapters/github/environment_answer.hpp"

using namespace shiptag;
using namespace shiptag::adapters::github;
using namespace shiptag::tests;
using To = ports::StatusChange::To;

TEST_SUITE_BEGIN("adapters/github/deployments");

namespace {

constexpr std::string_view path = "/repos/octo/app/deployments";
const std::string log_url = "https://github.example/octo/ci/actions/runs/1";

struct Deployments : ApiFixture {
  GithubDeployments log{api, log_url};

  Expected<std::string> open() {
    return log.open({.forge_environment = "production", .line = fakes::deployed("v1.2.3")});
  }
  Expected<void> change() {
    return log.change({{.id = "DE_1", .to = To::succeeded}, {.id = "DE_0", .to = To::inactive}});
  }
};

std::string not_found(std::string_view field) {
  return R"({"type":"NOT_FOUND","path":[")" + std::string(field) +
         R"("],"message":"Could not resolve to a node"})";
}

}  // namespace

TEST_CASE("records are read by one query, whose answer may lack the environment") {
  Deployments github;
  github.graphql(
      EnvironmentAnswer{.environment = "null", .nodes = AnsweredDeployment{}.json()}.json());
  const auto records = github.log.read({.forge_environment = "production"});
  REQUIRE(records.has_value());
  CHECK(records->newest_first.size() == 1);
  CHECK(github.body_of(0) == Containing("query EnvironmentRecords("));
  CHECK(github.body_of(0) == Containing(R"("variables":{"owner":"octo","name":"app")"));
}

TEST_CASE("a deployment is made for a commit, as it is, with the ledger's line in it") {
  Deployments github;
  github.post(path, ApiFixture::answer(201, R"({"id":1,"node_id":"DE_kw1"})"));
  ports::NewForgeRecord record{.forge_environment = "production",
                               .is_production = true,
                               .line = fakes::deployed("api/v1.2.3", "us-east")};
  const auto id = github.log.open(record);
  REQUIRE(id.has_value());
  CHECK(*id == "DE_kw1");
  CHECK(github.body_of(0) ==
        R"({"ref":")" + std::string(40, '3') +
            R"(","task":"deploy","auto_merge":false,"required_contexts":[],)"
            R"("environment":"production","production_environment":true,)"
            R"("transient_environment":false,"description":"Deployment of api/v1.2.3 in us-east",)"
            R"("payload":)" +
            write_payload(record.line) + "}");
}

TEST_CASE("a rollback's deployment says that it is one") {
  Deployments github;
  github.post(path, ApiFixture::answer(201, R"({"node_id":"DE_1"})"));
  ports::NewForgeRecord record{.forge_environment = "production",
                               .line = fakes::deployed("v1.2.3")};
  record.line.operation = domain::LedgerOperation::rollback;
  REQUIRE(github.log.open(record).has_value());
  CHECK(github.body_of(0) == Containing(R"("description":"Rollback to v1.2.3")"));
}

TEST_CASE("a deployment that GitHub did not make, or not tell of, is an error") {
  struct Row {
    std::string_view name;
    fakes::StubResponse response;
    ReasonCode code;
    std::string_view message, hint;
  };
  const Row rows[] = {
      {"no such commit", ApiFixture::refusal(422, "No ref found for: 333"),
       ReasonCode::rejected_by_server, "No ref found for: 333", ""},
      {"a conflict", ApiFixture::refusal(409, "Conflict merging"), ReasonCode::rejected_by_server,
       "409", ""},
      {"the job may not",
       ApiFixture::refusal(403, "Resource not accessible by integration",
                           {{"x-accepted-github-permissions", "deployments=write"}}),
       ReasonCode::permission, "the token is not allowed to do this",
       "give the token `deployments: write`: add `permissions: { contents: write, deployments: "
       "write, "
       "actions: read }` to the job, or if it is a GitHub App's token, add the permission to the "
       "App; or "
       "turn off GitHub deployments with github_deployment: off"},
      {"not that can be seen", ApiFixture::refusal(404, "Not Found"), ReasonCode::permission,
       "repository octo/app does not exist", "deployments: write"},
      {"merged instead", ApiFixture::answer(202, R"({"message":"Auto-merged"})"),
       ReasonCode::protocol, "member 'node_id' is missing", ""},
      {"an empty id", ApiFixture::answer(201, R"({"node_id":""})"), ReasonCode::protocol,
       "member 'node_id'", ""},
      {"a number", ApiFixture::answer(201, R"({"node_id":7})"), ReasonCode::protocol,
       "member 'node_id'", ""},
      {"a list", ApiFixture::answer(201, "[]"), ReasonCode::protocol, "'node_id'", ""},
      {"nothing", ApiFixture::answer(201, ""), ReasonCode::protocol, "'node_id'", ""},
      {"half an answer", ApiFixture::answer(201, R"({"node_id":")"), ReasonCode::protocol,
       "invalid JSON", ""},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    Deployments github;
    github.post(path, row.response);
    const auto id = github.open();
    REQUIRE_FALSE(id.has_value());
    CHECK(id.error().code == row.code);
    CHECK(id.error().message == Containing("recording a deployment to 'production': "));
    CHECK(id.error().message == Containing(row.message));
    CHECK(id.error().hint == Containing(row.hint));
  }
}

TEST_CASE("a deployment is not made twice when the answer was lost") {
  Deployments github;
  github.http.break_on(ApiFixture::Method::post, ApiFixture::at(path),
                       ApiFixture::failure(ApiFixture::Stage::unknown));
  const auto id = github.open();
  REQUIRE_FALSE(id.has_value());
  CHECK(id.error().code == ReasonCode::unavailable);
  CHECK(id.error().message == Containing("it is not known whether it took effect"));
}

TEST_CASE("statuses are set in one request") {
  Deployments github;
  github.graphql(R"({"data":{"s0":{"deploymentStatus":{"state":"SUCCESS"}},"s1":{}}})");
  REQUIRE(github.change().has_value());
  CHECK(github.body_of(0) == Containing("mutation ChangeStatuses("));
  CHECK(github.body_of(0) == Containing(R"("logUrl":")" + log_url));
  CHECK(github.log.change({}).has_value());
  CHECK(github.http.sent.size() == 1);
}

TEST_CASE("a record that is gone is no failure, unless it is the first") {
  Deployments others;
  others.graphql(R"({"data":{"s0":{},"s1":null},"errors":[)" + not_found("s1") + "]}");
  CHECK(others.change().has_value());

  Deployments first;
  first.graphql(R"({"data":{"s0":null,"s1":{}},"errors":[)" + not_found("s0") + "]}");
  const auto changed = first.change();
  REQUIRE_FALSE(changed.has_value());
  CHECK(changed.error().code == ReasonCode::permission);
  CHECK(changed.error().message == Containing("deployment 'DE_1' does not exist"));
}

TEST_CASE("what GraphQL says against a request is understood") {
  struct Row {
    std::string_view name, body;
    ReasonCode code;
    std::string_view message;
  };
  const Row rows[] = {
      {"forbidden",
       R"({"errors":[{"type":"FORBIDDEN","message":"Resource not accessible by)"
       R"( integration"}]})",
       ReasonCode::permission, "the token is not allowed to do this"},
      {"a message alone", R"({"errors":[{"message":"Resource not accessible by integration"}]})",
       ReasonCode::permission, "the token is not allowed to do this"},
      {"a token's scopes", R"({"errors":[{"type":"INSUFFICIENT_SCOPES","message":"scopes"}]})",
       ReasonCode::permission, "the token is not allowed to do this"},
      {"SAML",
       R"({"errors":[{"type":"FORBIDDEN","message":"Resource protected by organization)"
       R"( SAML enforcement."}]})",
       ReasonCode::permission, "requires single sign-on"},
      {"unprocessable", R"({"errors":[{"type":"UNPROCESSABLE","message":"is too long"}]})",
       ReasonCode::rejected_by_server, "GitHub responded: is too long"},
      {"another error behind one that is let be",
       R"({"data":{"s0":{}},"errors":[{"type":"NOT_FOUND","path":["s1"],"message":"a"},)"
       R"({"message":"Field 'x' doesn't exist"}]})",
       ReasonCode::protocol, "Field 'x' doesn't exist"},
      {"an unknown type", R"({"errors":[{"type":"NEW","message":"b"}]})", ReasonCode::protocol,
       "GitHub responded: b"},
      {"errors of a wrong shape", R"({"errors":{}})", ReasonCode::protocol, "member 'errors'"},
      {"an error that is a word", R"({"errors":["no"]})", ReasonCode::protocol,
       "an element of member 'errors'"},
      {"an error without words", R"({"errors":[{}]})", ReasonCode::protocol, "member 'message'"},
      {"a type that is a number", R"({"errors":[{"type":1,"message":""}]})", ReasonCode::protocol,
       "member 'type'"},
      {"no data", R"({"data":null})", ReasonCode::protocol, "member 'data' is missing"},
      {"no first status", R"({"data":{"s0":null}})", ReasonCode::protocol,
       "member 's0' is missing"},
      {"a list", "[]", ReasonCode::protocol, "the response is an array"},
      {"a web page", "<html>", ReasonCode::protocol, "invalid JSON"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    Deployments github;
    github.graphql(std::string(row.body));
    const auto changed = github.change();
    REQUIRE_FALSE(changed.has_value());
    CHECK(changed.error().code == row.code);
    CHECK(changed.error().message == Containing("setting the status of a deployment: "));
    CHECK(changed.error().message == Containing(row.message));
  }
}

TEST_CASE("a fault of GitHub's own in GraphQL is tried again, as it may pass") {
  Deployments github;
  github.graphql(R"({"errors":[{"message":"Something went wrong while executing your query."}]})");
  github.graphql(R"({"data":{"s0":{}}})");
  CHECK(github.change().has_value());
  CHECK(github.clock.slept.size() == 1);
}

TEST_CASE("reading takes two permissions, of which GraphQL does not say which is missing") {
  Deployments github;
  github.graphql(
      R"({"errors":[{"type":"FORBIDDEN","message":"Resource not accessible by integration"}]})");
  const auto records = github.log.read({.forge_environment = "production"});
  REQUIRE_FALSE(records.has_value());
  CHECK(records.error().hint == Containing("give the token `deployments: read, actions: read`"));
  CHECK(records.error().hint ==
        Containing("permissions: { contents: write, deployments: write, actions: read }"));
}

TEST_CASE("a repository that cannot be seen is named, and a wrong answer to reading is an error") {
  Deployments unseen;
  unseen.graphql(R"({"data":{"repository":null},"errors":[)" + not_found("repository") + "]}");
  const auto hidden = unseen.log.read({.forge_environment = "production"});
  REQUIRE_FALSE(hidden.has_value());
  CHECK(hidden.error().code == ReasonCode::permission);
  CHECK(hidden.error().message == Containing("repository octo/app does not exist"));

  Deployments wrong;
  wrong.graphql(R"({"data":{"repository":{"deployments":[]}}})");
  const auto records = wrong.log.read({.forge_environment = "production"});
  REQUIRE_FALSE(records.has_value());
  CHECK(records.error().code == ReasonCode::protocol);
  CHECK(records.error().message == Containing("member 'deployments' is an array"));
}

TEST_SUITE_END();
