#include "adapters/github/deployments.hpp"

#include <doctest/doctest.h>

#include <ostream>

#include "adapters/json/write.hpp"
#include "containing.hpp"
#include "fakes/ledger_lines.hpp"
#include "unit/adapters/github/api_fixture.hpp"
#include "unit/adapters/github/environment_answer.hpp"

using namespace shiptag;
using namespace shiptag::adapters;
using namespace shiptag::adapters::github;
using namespace shiptag::tests;
using domain::RecordState;

TEST_SUITE_BEGIN("adapters/github/records");

namespace {

constexpr std::string_view runs = "https://github.example/octo/ci/actions/runs/";

json::Read<ports::EnvironmentRecords> read(const std::string& answer,
                                           std::vector<domain::ObjectId> commits = {}) {
  const auto document = json::parse(answer, answer.size());
  REQUIRE(document.has_value());
  return read_records(*document, {.forge_environment = "production", .commits = std::move(commits)},
                      ApiFixture::account());
}

domain::ForgeRecord record_of(const AnsweredDeployment& deployment) {
  const auto records = read(EnvironmentAnswer{.nodes = deployment.json()}.json());
  REQUIRE(records.has_value());
  REQUIRE(records->newest_first.size() == 1);
  return records->newest_first.front();
}

}  // namespace

TEST_CASE("the variables name the repository, the environment in both forms, and two trees") {
  const Account account = ApiFixture::account();
  CHECK(records_variables(account, {.forge_environment = "prod \"1\""}) ==
        R"({"owner":"octo","name":"app","environment":"prod \"1\"",)"
        R"("environments":["prod \"1\""],"older":null,)"
        R"("first":"HEAD:.github/workflows","second":"HEAD:.github/workflows"})");
  const std::string with_commits =
      records_variables(account, {.forge_environment = "production",
                                  .older = "cursor",
                                  .commits = {fakes::commit('a'), fakes::commit('b')}});
  CHECK(with_commits == Containing(R"("older":"cursor")"));
  CHECK(with_commits == Containing(R"("first":")" + std::string(40, 'a') + ":.github/workflows"));
  CHECK(with_commits == Containing(R"("second":")" + std::string(40, 'b') + ":.github/workflows"));
}

TEST_CASE("GitHub's states are ours, and one that is new is not taken for a running version") {
  struct Row {
    std::string_view word;
    RecordState state;
  };
  const Row rows[] = {
      {"PENDING", RecordState::queued},     {"QUEUED", RecordState::queued},
      {"WAITING", RecordState::queued},     {"IN_PROGRESS", RecordState::in_progress},
      {"SUCCESS", RecordState::succeeded},  {"ACTIVE", RecordState::succeeded},
      {"FAILURE", RecordState::failed},     {"ERROR", RecordState::failed},
      {"INACTIVE", RecordState::inactive},  {"DESTROYED", RecordState::inactive},
      {"ABANDONED", RecordState::inactive}, {"TELEPORTED", RecordState::inactive},
      {"", RecordState::inactive}};
  for (const Row& row : rows) {
    CAPTURE(row.word);
    CHECK(record_of({.state = std::string(row.word)}).state == row.state);
  }
}

TEST_CASE("a success stays known, whatever came then") {
  const auto record = record_of({.state = "INACTIVE",
                                 .statuses = answered_status("INACTIVE", "10:09:00") + "," +
                                             answered_status("SUCCESS", "10:05:00") + "," +
                                             answered_status("SUCCESS", "10:04:00") + ",null," +
                                             answered_status("IN_PROGRESS", "10:01:00")});
  CHECK(record.state == RecordState::inactive);
  REQUIRE(record.succeeded_at.has_value());
  CHECK(record.succeeded_at->rfc3339() == "2025-11-21T10:05:00Z");
  CHECK(record.created_at.rfc3339() == "2025-11-21T10:00:00Z");
  CHECK_FALSE(
      record_of({.statuses = answered_status("FAILURE", "10:05:00")}).succeeded_at.has_value());
}

TEST_CASE("the run is the one whose page a status links to, on the same server") {
  struct Row {
    std::string url;
    std::string_view run_id;
  };
  const Row rows[] = {
      {std::string(runs) + "123", "123"},
      {std::string(runs) + "123/job/456", "123"},
      {std::string(runs) + "123?check_suite_focus=true", "123"},
      {std::string(runs) + "123#step", "123"},
      {std::string(runs) + "12x", ""},
      {std::string(runs), ""},
      {"https://evil.example/o/r/actions/runs/123", ""},
      {"https://ci.example/build/7", ""},
      {"", ""},
  };
  for (const Row& row : rows) {
    CAPTURE(row.url);
    CHECK(record_of({.statuses = answered_status("QUEUED", "10:00:00", row.url)}).run_id ==
          row.run_id);
  }
}

TEST_CASE("a run of another repository is told from one of ours") {
  const auto is_from_elsewhere = [](const std::string& url) {
    return record_of({.statuses = answered_status("QUEUED", "10:00:00", url)}).is_from_elsewhere;
  };
  CHECK_FALSE(is_from_elsewhere(std::string(runs) + "123/job/456"));
  CHECK_FALSE(is_from_elsewhere("https://github.example/Octo/CI/actions/runs/123"));
  CHECK(is_from_elsewhere("https://github.example/octo/operations/actions/runs/123"));
  CHECK_FALSE(is_from_elsewhere("https://ci.example/build/7"));
}

TEST_CASE("a payload of ours is a line, and one of others' is none") {
  const domain::LedgerLine line = fakes::deployed("v1.2.3");
  rapidjson::StringBuffer buffer;
  json::Writer writer(buffer);
  json::write_string(writer, write_payload(line));
  const auto ours = record_of({.payload = json::str(buffer)});
  REQUIRE(ours.line.has_value());
  CHECK(ours.line->deployment_id == line.deployment_id);
  CHECK_FALSE(record_of({.payload = R"("{}")"}).line.has_value());
  CHECK_FALSE(record_of({.payload = R"("not JSON \u0000")"}).line.has_value());
}

TEST_CASE("older records go on where GitHub says, and reviewers are known from the rules") {
  const auto none = read(EnvironmentAnswer{.environment = "null"}.json());
  REQUIRE(none.has_value());
  CHECK(none->older.empty());
  CHECK(none->newest_first.empty());
  CHECK_FALSE(none->requires_reviewers);

  EnvironmentAnswer answer;
  answer.page = R"({"hasNextPage":true,"endCursor":"Y3Vyc29y"})";
  answer.environment =
      R"({"protectionRules":{"nodes":[{"type":"WAIT_TIMER"},{"type":"REQUIRED_REVIEWERS"}]}})";
  const auto more = read(answer.json());
  REQUIRE(more.has_value());
  CHECK(more->older == "Y3Vyc29y");
  CHECK(more->requires_reviewers);

  answer.environment = R"({"protectionRules":{"nodes":[{"type":"BRANCH_POLICY"},null]}})";
  CHECK_FALSE(read(answer.json()).value().requires_reviewers);
}

namespace {

std::vector<domain::ObjectId> obstacles(const json::Read<ports::EnvironmentRecords>& records) {
  std::vector<domain::ObjectId> commits;
  for (const auto& obstacle : records.value().obstacles) commits.push_back(obstacle.commit);
  return commits;
}

}  // namespace

TEST_CASE("commits whose workflow files are not the default branch's are named") {
  const auto one = fakes::commit('1'), two = fakes::commit('2');
  struct Row {
    std::string_view name;
    std::string newest, first, second;
    std::vector<domain::ObjectId> others;
  };
  const std::string t1 = R"({"oid":"t1"})", t2 = R"({"oid":"t2"})", none = "null";
  const Row rows[] = {{"the same", t1, t1, t1, {}},
                      {"the first differs", t1, t2, t1, {one}},
                      {"both differ", t1, t2, none, {one, two}},
                      {"no workflows at all", none, none, none, {}},
                      {"none now", none, t1, none, {one}}};
  for (const Row& row : rows) {
    CAPTURE(row.name);
    EnvironmentAnswer answer{.newest = row.newest, .first = row.first, .second = row.second};
    CHECK(obstacles(read(answer.json(), {one, two})) == row.others);
  }
  EnvironmentAnswer answer{.first = t2, .second = t2};
  CHECK(obstacles(read(answer.json(), {})).empty());
  const auto found = read(answer.json(), {one});
  CHECK(obstacles(found) == std::vector{one});
  CHECK(found->obstacles.front().title == "Workflow files");
  CHECK(found->obstacles.front().message ==
        "the workflow files at " + one.hex() +
            " differ from those on main, and GitHub refuses to move a tag there with GITHUB_TOKEN; "
            "use a GitHub App token with workflows: write");
}

TEST_CASE("an empty repository has no default branch") {
  CHECK(read(EnvironmentAnswer{.branch = "null"}.json()).has_value());
}

TEST_CASE("a member of a wrong shape is named") {
  const std::string node =
      AnsweredDeployment{.statuses = answered_status("SUCCESS", "10:00:00")}.json();
  struct Row {
    std::string_view part, other, fault;
  };
  const Row rows[] = {
      {R"("data")", R"("date")", "member 'data' is missing"},
      {R"({"repository")", R"({"x":1,"repo")", "member 'repository' is missing"},
      {R"({"name":"main"})", R"("main")", "member 'defaultBranchRef'"},
      {R"("main")", "7", "member 'name'"},
      {R"({"oid":"t1"},"first")", R"({"oid":1},"first")", "member 'oid'"},
      {R"("first":{)", R"("first":7,"x":{)", "member 'first'"},
      {R"({"protectionRules":{"nodes":[]}})", "[]", "member 'environment'"},
      {R"({"nodes":[]})", "{}", "member 'nodes' is missing"},
      {R"({"nodes":[]})", R"({"nodes":[7]})", "an element of member 'nodes'"},
      {R"({"nodes":[]})", R"({"nodes":[{}]})", "member 'type' is missing"},
      {R"("deployments")", R"("deployed")", "member 'deployments' is missing"},
      {R"("pageInfo")", R"("page")", "member 'pageInfo' is missing"},
      {R"("hasNextPage":false)", R"("hasNextPage":0)", "member 'hasNextPage'"},
      {R"("hasNextPage":false)", R"("hasNextPage":true)", "member 'endCursor' is missing"},
      {R"("id":"DE_1")", R"("id":1)", "member 'id'"},
      {R"("id":"DE_1")", R"("id":"")", "member 'id': it is empty"},
      {R"("id":"DE_1")", R"("id":"a\nb")", "member 'id'"},
      {R"("state":"ACTIVE")", R"("state":[])", "member 'state'"},
      {R"("createdAt":"2025-11-21T10:00:00Z","p)", R"("createdAt":"now","p)", "member 'createdAt'"},
      {R"("payload":null)", R"("payload":{})", "member 'payload'"},
      {R"("statuses":{)", R"("statuses":[],"x":{)", "member 'statuses'"},
      {R"("state":"SUCCESS")", R"("state":null)", "member 'state' is missing"},
      {R"("logUrl":"")", R"("logUrl":{})", "member 'logUrl'"},
  };
  const std::string good = EnvironmentAnswer{.nodes = node}.json();
  REQUIRE(read(good).has_value());
  for (const Row& row : rows) {
    CAPTURE(row.part);
    CAPTURE(row.other);
    std::string answer = good;
    REQUIRE(answer.find(row.part) != std::string::npos);
    answer.replace(answer.find(row.part), row.part.size(), row.other);
    const auto records = read(answer, {fakes::commit('1')});
    REQUIRE_FALSE(records.has_value());
    CHECK(records.error().message == Containing(row.fault));
  }
}

TEST_SUITE_END();
