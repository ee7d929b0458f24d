#include "adapters/github/github.hpp"

#include <doctest/doctest.h>

#include <ostream>

#include "containing.hpp"
#include "unit/adapters/github/api_fixture.hpp"

using namespace shiptag;
using namespace shiptag::adapters::github;
using namespace shiptag::tests;
using Is = ports::RunState::Is;

TEST_SUITE_BEGIN("adapters/github/runs");

namespace {

constexpr std::string_view group_path =
    "/repos/octo/ci/actions/concurrency_groups/deploy-api%2Fproduction";
constexpr std::string_view run_path = "/repos/octo/ci/actions/runs/42";
constexpr std::string_view dispatch_path = "/repos/octo/ci/actions/workflows/after.yml/dispatches";

struct Runs : ApiFixture {
  GithubRuns runs{api};

  auto group(const std::string& members) {
    rest(group_path, answer(200, R"({"group_name":"g","group_members":)" + members + "}"));
    return runs.group("deploy-api/production");
  }
  auto find(std::string body) {
    rest(run_path, answer(200, std::move(body)));
    return runs.find("42");
  }
  auto start() {
    return runs.start({.workflow = "after.yml", .ref = "main", .inputs = {{"version", "v1.2.3"}}});
  }
};

ReasonCode code_of(const auto& result) {
  REQUIRE_FALSE(result.has_value());
  return result.error().code;
}

}  // namespace

TEST_CASE("a group's members come in the order they run, and which one holds it") {
  Runs github;
  const auto group = github.group(
      R"([{"run_id":9007199254740993,"run_name":"Deploy\n::error::","run_html_url":"https://x/1",)"
      R"("status":"in_progress"},)"
      R"({"run_id":2,"run_name":"Next","run_html_url":null,"job_id":7,"status":"pending"}])");
  REQUIRE(group.has_value());
  REQUIRE(group->has_value());
  REQUIRE((*group)->size() == 2);
  const ports::GroupMember& first = (*group)->at(0);
  CHECK(first.run_id == "9007199254740993");
  CHECK(first.run_name == "Deploy?::error::");
  CHECK(first.url == "https://x/1");
  CHECK(first.holds);
  const ports::GroupMember& second = (*group)->at(1);
  CHECK(second.url.empty());
  CHECK_FALSE(second.holds);
}

TEST_CASE("a group that nobody is in, or that GitHub does not tell of, is none") {
  Runs empty;
  const auto nobody = empty.group("[]");
  REQUIRE(nobody.has_value());
  CHECK_FALSE(nobody->has_value());
  for (const int status : {404, 422}) {
    Runs github;
    github.rest(group_path, ApiFixture::refusal(status, "Not Found"));
    const auto group = github.runs.group("deploy-api/production");
    REQUIRE(group.has_value());
    CHECK_FALSE(group->has_value());
  }
}

TEST_CASE("a group of a wrong shape is an error that names the member") {
  struct Row {
    std::string_view members, fault;
  };
  const Row rows[] = {
      {"{}", "member 'group_members' is an object"},
      {"[1]", "an element of member 'group_members'"},
      {R"([{"status":"pending"}])", "member 'run_id' is missing"},
      {R"([{"run_id":"1","status":"pending"}])", "member 'run_id'"},
      {R"([{"run_id":-1,"status":"pending"}])", "member 'run_id'"},
      {R"([{"run_id":1.5,"status":"pending"}])", "member 'run_id'"},
      {R"([{"run_id":1}])", "member 'status' is missing"},
      {R"([{"run_id":1,"status":7}])", "member 'status'"},
      {R"([{"run_id":1,"status":"pending","run_name":[]}])", "member 'run_name'"},
      {R"([{"run_id":1,"status":"pending","run_html_url":1}])", "member 'run_html_url'"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.members);
    Runs github;
    const auto group = github.group(std::string(row.members));
    REQUIRE(code_of(group) == ReasonCode::protocol);
    CHECK(group.error().message == Containing("'deploy-api/production'"));
    CHECK(group.error().message == Containing(row.fault));
  }
}

TEST_CASE("a run runs, waits for an approval, or has ended") {
  struct Row {
    std::string_view status;
    Is is;
  };
  for (const Row& row :
       {Row{"queued", Is::running}, Row{"in_progress", Is::running}, Row{"pending", Is::running},
        Row{"waiting", Is::waiting_for_approval}, Row{"action_required", Is::waiting_for_approval},
        Row{"completed", Is::ended}, Row{"novel", Is::running}}) {
    CAPTURE(row.status);
    Runs github;
    const auto run = github.find(R"({"status":")" + std::string(row.status) +
                                 R"(","html_url":"https://x/42",)"
                                 R"("run_started_at":"2025-11-21T10:00:00Z"})");
    REQUIRE(run.has_value());
    REQUIRE(run->has_value());
    CHECK((*run)->is == row.is);
    CHECK((*run)->url == "https://x/42");
    CHECK((*run)->started_at.value().rfc3339() == "2025-11-21T10:00:00Z");
  }
}

TEST_CASE("a link that is no web address is left out") {
  Runs github;
  const auto run = github.find(R"({"status":"queued","html_url":"javascript:x"})");
  REQUIRE(run.has_value());
  CHECK((*run)->url.empty());
  CHECK_FALSE((*run)->started_at.has_value());
}

TEST_CASE("a run that is not there is none, and what is no run's id is not asked for") {
  Runs github;
  github.rest(run_path, ApiFixture::refusal(404, "Not Found"));
  const auto gone = github.runs.find("42");
  REQUIRE(gone.has_value());
  CHECK_FALSE(gone->has_value());
  for (const std::string bad : {"", "../x", "1?a=b", "latest"}) {
    const auto run = github.runs.find(bad);
    REQUIRE(run.has_value());
    CHECK_FALSE(run->has_value());
  }
}

TEST_CASE("a run of a wrong shape is an error") {
  for (const std::string_view body :
       {"{}", "[]", "7", R"({"status":null})", R"({"status":"queued","html_url":7})",
        R"({"status":"queued","run_started_at":"yesterday"})"}) {
    CAPTURE(body);
    Runs github;
    CHECK(code_of(github.find(std::string(body))) == ReasonCode::protocol);
  }
}

TEST_CASE("a workflow is started with its inputs, and its run's page comes back") {
  Runs github;
  github.post(dispatch_path,
              ApiFixture::answer(200, R"({"workflow_run_id":1,"html_url":"https://x/runs/1"})"));
  CHECK(github.start().value() == "https://x/runs/1");
  CHECK(github.body_of(0) ==
        R"({"ref":"main","inputs":{"version":"v1.2.3"},"return_run_details":true})");
}

TEST_CASE("where the run is not told, the workflow's page is") {
  Runs silent;
  silent.post(dispatch_path, ApiFixture::answer(204, ""));
  CHECK(silent.start().value() == "https://github.example/octo/ci/actions/workflows/after.yml");

  Runs older;
  older.post(dispatch_path,
             ApiFixture::refusal(422, "Invalid request. 'return_run_details' is not permitted"));
  older.post(dispatch_path, ApiFixture::answer(204, ""));
  CHECK(older.start().value() == "https://github.example/octo/ci/actions/workflows/after.yml");
  CHECK(older.body_of(1) == R"({"ref":"main","inputs":{"version":"v1.2.3"}})");
}

TEST_CASE("a workflow that cannot be started says why, and is not started twice") {
  struct Row {
    int status;
    std::string_view words;
    ReasonCode code;
    std::string_view message;
  };
  const Row rows[] = {
      {422, "Workflow does not have 'workflow_dispatch' trigger", ReasonCode::rejected_by_server,
       "does not have 'workflow_dispatch' trigger"},
      {422, "Unexpected inputs provided", ReasonCode::rejected_by_server, "Unexpected inputs"},
      {404, "Not Found", ReasonCode::permission, "workflow 'after.yml' in octo/ci does not exist"},
      {403, "Resource not accessible by integration", ReasonCode::permission,
       "is not allowed to do this"},
      {500, "oops", ReasonCode::unavailable, "it is not known whether it took effect"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.words);
    Runs github;
    github.post(dispatch_path, ApiFixture::refusal(row.status, row.words));
    const auto page = github.start();
    REQUIRE(code_of(page) == row.code);
    CHECK(page.error().message == Containing("starting workflow 'after.yml': "));
    CHECK(page.error().message == Containing(row.message));
  }
}

TEST_SUITE_END();
