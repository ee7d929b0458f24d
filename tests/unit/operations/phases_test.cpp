#include <doctest/doctest.h>

#include <functional>
#include <ostream>

#include "containing.hpp"
#include "project.hpp"

using namespace shiptag;
using namespace shiptag::tests;
using Call = fakes::FakeTagStore::Call;
using operations::Phase;

TEST_SUITE_BEGIN("operations/phases and races");

namespace {

operations::DeployRequest start_of(const char* version) {
  operations::DeployRequest request;
  request.environment = "production";
  request.version = version;
  request.phase = Phase::start;
  return request;
}

operations::DeployRequest finish_of(const domain::Outcome& started, const char* job_status) {
  operations::DeployRequest request;
  request.phase = Phase::finish;
  request.deployment_state = output(started, "deployment_state");
  request.job_status = job_status;
  return request;
}

}  // namespace

TEST_CASE("start checks and writes nothing, finish records") {
  Project project;
  project.has_versions({"v1.0.1"});
  const auto started = operations::deploy(start_of("v1.0.1"), project.ports);
  CHECK(verdict(started) == "done/started");
  CHECK(output(started, "status") == "in_progress");
  CHECK(project.tags.count(Call::check_writable) == 1);
  CHECK(project.writes() == 0);
  const auto finished = operations::deploy(finish_of(started, "success"), project.ports);
  CHECK(verdict(finished) == "done/created");
  CHECK(output(finished, "deployment_id") == output(started, "deployment_id"));
  CHECK(project.history() == "deploy v1.0.1");
}

TEST_CASE("finish of a failed job asks nothing of the server and moves nothing") {
  Project project;
  project.has_versions({"v1.0.1"});
  const auto started = operations::deploy(start_of("v1.0.1"), project.ports);
  project.tags.calls.clear();
  const auto finished = operations::deploy(finish_of(started, "failure"), project.ports);
  CHECK(verdict(finished) == "done/recorded");
  CHECK(output(finished, "status") == "failed");
  CHECK(project.tags.calls.empty());
}

TEST_CASE("finish twice records once") {
  Project project;
  project.has_versions({"v1.0.1"});
  const auto started = operations::deploy(start_of("v1.0.1"), project.ports);
  CHECK(verdict(operations::deploy(finish_of(started, "success"), project.ports)) ==
        "done/created");
  CHECK(verdict(operations::deploy(finish_of(started, "success"), project.ports)) ==
        "unchanged/already_there");
  CHECK(project.history() == "deploy v1.0.1");
}

TEST_CASE("a start that is run again after its finish carries on to an unchanged finish") {
  Project project;
  project.in_run("42");
  project.has_versions({"v1.0.1"});
  const auto started = operations::deploy(start_of("v1.0.1"), project.ports);
  CHECK(verdict(operations::deploy(finish_of(started, "success"), project.ports)) ==
        "done/created");
  const auto again = operations::deploy(start_of("v1.0.1"), project.ports);
  CHECK(verdict(again) == "unchanged/already_there");
  CHECK(verdict(operations::deploy(finish_of(again, "success"), project.ports)) ==
        "unchanged/already_there");
  CHECK(project.history() == "deploy v1.0.1");
}

TEST_CASE("a token that may not write is refused before anything is deployed") {
  Project project;
  project.has_versions({"v1.0.1"});
  project.tags.fail_next(Call::check_writable, {ReasonCode::permission, "read only"});
  const auto started = operations::deploy(start_of("v1.0.1"), project.ports);
  CHECK(verdict(started) == "refused/permission");
  CHECK(started.headline == Containing("nothing was deployed: "));
}

TEST_CASE("finish needs what start left, and the job's status") {
  Project project;
  project.has_versions({"v1.0.1"});
  const auto started = operations::deploy(start_of("v1.0.1"), project.ports);
  CHECK(verdict(operations::deploy(finish_of(started, ""), project.ports)) ==
        "refused/invalid_input");
  CHECK(verdict(operations::deploy(finish_of({}, "success"), project.ports)) ==
        "refused/invalid_input");
  auto mangled = finish_of(started, "success");
  mangled.deployment_state.pop_back();
  CHECK(verdict(operations::deploy(mangled, project.ports)) == "refused/invalid_input");
  operations::RollbackRequest rollback;
  rollback.phase = Phase::finish;
  rollback.deployment_state = output(started, "deployment_state");
  rollback.job_status = "success";
  CHECK(verdict(operations::rollback(rollback, project.ports)) == "refused/invalid_input");
}

TEST_CASE("finish refuses to be told of another environment, region or sub-project than start") {
  Project project;
  project.has_versions({"v1.0.1"});
  const auto started = operations::deploy(start_of("v1.0.1"), project.ports);
  auto request = finish_of(started, "success");
  request.environment = "staging";
  CHECK(verdict(operations::deploy(request, project.ports)) == "refused/invalid_input");
  request.environment = "production";
  request.region = "us-east";
  CHECK(verdict(operations::deploy(request, project.ports)) == "refused/invalid_input");
  request.region.clear();
  request.sub_project = "api";
  CHECK(verdict(operations::deploy(request, project.ports)) == "refused/invalid_input");
  CHECK(project.writes() == 0);
  request.sub_project.clear();
  CHECK(verdict(operations::deploy(request, project.ports)) == "done/created");
}

TEST_CASE("finish takes the state of its own run alone, as start wrote it") {
  Project project;
  project.in_run("42");
  project.has_versions({"v1.0.1"});
  const auto started = operations::deploy(start_of("v1.0.1"), project.ports);
  const std::string state = output(started, "deployment_state");
  const std::string id = output(started, "deployment_id");
  struct Row {
    std::string from, to;
  };
  const Row rows[] = {
      {R"("repository":"org/repo")", R"("repository":"org/other")"},  // The id depends on it.
      {R"("run_id":"42")", R"("run_id":"41")"},
      {R"("run_id":"42")", R"("run_id":"")"},
      {R"("job":"deploy")", R"("job":"other")"},
      {R"("operation":"deploy","environment_tag")", R"("operation":"hold","environment_tag")"},
      {R"("environment_tag":"production")", R"("environment_tag":"staging")"},
      {R"("requested_version":"v1.0.1")", R"("requested_version":"v1.0.0")"},
      {"\"" + id + "\"", R"("deploy-20251121-103045-0000000000000000")"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.to);
    auto finish = finish_of(started, "success");
    const auto at = state.find(row.from);
    REQUIRE(at != std::string::npos);
    finish.deployment_state.replace(at, row.from.size(), row.to);
    CHECK(verdict(operations::deploy(finish, project.ports)) == "refused/invalid_input");
    CHECK(project.writes() == 0);
  }
  CHECK(verdict(operations::deploy(finish_of(started, "success"), project.ports)) ==
        "done/created");
}

TEST_CASE("an override that the finish cannot prove is recorded as not proven") {
  struct Row {
    std::string_view name;
    bool allowed;
    std::string by, reason;
  };
  const Row rows[] = {{"as it was given", true, "octocat", "urgent"},
                      {"of somebody who may not", false, "octocat", "unverified: urgent"},
                      {"of somebody else", true, "monalisa", "unverified: urgent"}};
  for (const Row& row : rows) {
    CAPTURE(row.name);
    Project project;
    project.in_run("42");
    project.has_versions({"v1.0.1"});
    const auto started = operations::deploy(start_of("v1.0.1"), project.ports);
    auto finish = finish_of(started, "success");
    const std::string none = R"("override":null)";
    const auto at = finish.deployment_state.find(none);
    REQUIRE(at != std::string::npos);
    finish.deployment_state.replace(
        at, none.size(),
        R"("override":{"by":")" + row.by + R"(","reason":"urgent","lifted":["held"]})");
    project.run.override_allowed = row.allowed;
    const auto finished = operations::deploy(finish, project.ports);
    CHECK(verdict(finished) == "done/created");
    const auto record = project.ledger().lines().front().override_used;
    REQUIRE(record.has_value());
    CHECK(record->reason == row.reason);
    const bool is_warned = std::ranges::any_of(finished.notices, [](const auto& notice) {
      return notice.title == "Override not verified";
    });
    CHECK(is_warned == (row.reason != "urgent"));
  }
}

TEST_CASE("start refuses what its finish could not read") {
  Project project;
  project.has_versions({"v1.0.1", "v1.0.2"});
  project.deploy("v1.0.1");
  std::string message = project.tags.message("production");
  std::string holds;
  for (int i = 0; i < 20; ++i)
    holds += std::string(i == 0 ? "" : ",") +
             R"({"version":null,"commit_sha":null,"reason":"r","triggered_by":"octocat",)"
             R"("since":"2025-11-21T10:30:45Z","until":null,"x":")" +
             std::string(4000, 'x') + "\"}";
  message.insert(message.find("\"holds\":[") + 9, holds);
  project.tags.put("production", {fakes::commit_of("v1.0.1"), {"a", "a@example.com"}, {}, message});
  auto request = start_of("v1.0.2");
  request.rules.release_hold = true;
  const auto started = operations::deploy(request, project.ports);
  CHECK(verdict(started) == "refused/invalid_input");
  CHECK(started.headline == Containing("65536"));
}

TEST_CASE("what happened between start and finish decides whether the finish may be recorded") {
  struct Row {
    const char* rule;
    std::function<void(Project&)> meanwhile;
    const char* verdict;
    const char* history;
  };
  const Row rows[] = {
      {"nothing", [](Project&) {}, "done/moved", "deploy v1.0.2, deploy v1.0.1"},
      {"another deployment", [](Project& p) { CHECK(verdict(p.deploy("v1.0.3")) == "done/moved"); },
       "refused/conflict", "deploy v1.0.3, deploy v1.0.1"},
      {"a hold, since what is deployed is to be recorded",
       [](Project& p) {
         operations::HoldRequest hold;
         hold.environment = "production";
         hold.reason = "holidays";
         CHECK(verdict(operations::hold(hold, p.ports)) == "done/recorded");
       },
       "done/moved", "deploy v1.0.2, hold v1.0.1, deploy v1.0.1"},
      {"a move by hand",
       [](Project& p) { p.tags.put_lightweight("production", fakes::commit_of("v1.0.3")); },
       "refused/conflict", ""},
      {"the tag is deleted", [](Project& p) { p.tags.remove("production"); }, "refused/conflict",
       ""},
  };
  for (const Row& row : rows) {
    CAPTURE(row.rule);
    Project project;
    project.has_versions({"v1.0.1", "v1.0.2", "v1.0.3"});
    CHECK(verdict(project.deploy("v1.0.1")) == "done/created");
    const auto started = operations::deploy(start_of("v1.0.2"), project.ports);
    row.meanwhile(project);
    CHECK(verdict(operations::deploy(finish_of(started, "success"), project.ports)) == row.verdict);
    CHECK(project.history() == row.history);
  }
}

TEST_CASE("a hold that was placed meanwhile stays in force") {
  Project project;
  project.has_versions({"v1.0.1", "v1.0.2"});
  project.tags.before_update = [&] { CHECK(verdict(project.deploy("v1.0.1")) == "done/created"); };
  CHECK(verdict(project.deploy("v1.0.2")) == "refused/conflict");
  project.tags.before_update = [&] {
    operations::HoldRequest hold;
    hold.environment = "production";
    hold.reason = "holidays";
    CHECK(verdict(operations::hold(hold, project.ports)) == "done/recorded");
  };
  CHECK(verdict(project.deploy("v1.0.2")) == "done/moved");
  CHECK(project.ledger().lines().front().holds.size() == 1);
  CHECK(verdict(project.deploy("v1.0.2")) == "refused/held");
}

TEST_CASE("the conflict says whose run moved the tag, and to what") {
  Project project;
  project.has_versions({"v1.0.1", "v1.0.2"});
  project.tags.before_update = [&] {
    project.run.actor = "monalisa";
    CHECK(verdict(project.deploy("v1.0.1")) == "done/created");
    project.run.actor = "octocat";
  };
  const auto outcome = project.deploy("v1.0.2");
  CHECK(verdict(outcome) == "refused/conflict");
  CHECK(outcome.headline == Containing("monalisa"));
  CHECK(outcome.headline == Containing("set it to v1.0.1"));
}

TEST_CASE("a deployment is found in the ledger beneath a successor's line too") {
  Project project;
  project.has_versions({"v1.0.1", "v1.0.2"});
  CHECK(verdict(project.deploy("v1.0.1")) == "done/created");
  const auto started = operations::deploy(start_of("v1.0.2"), project.ports);
  CHECK(verdict(operations::deploy(finish_of(started, "success"), project.ports)) == "done/moved");
  operations::HoldRequest hold;
  hold.environment = "production";
  hold.reason = "holidays";
  CHECK(verdict(operations::hold(hold, project.ports)) == "done/recorded");
  CHECK(verdict(operations::deploy(finish_of(started, "success"), project.ports)) ==
        "unchanged/already_there");
}

TEST_SUITE_END();
