#include "operations/deploying/deploy.hpp"

#include <doctest/doctest.h>

#include <functional>
#include <ostream>

#include "containing.hpp"
#include "project.hpp"

using namespace shiptag;
using namespace shiptag::tests;
using fakes::commit_of;
using Call = fakes::FakeTagStore::Call;

TEST_SUITE_BEGIN("operations/deploy");

namespace {

operations::DeployRequest to_production(const char* version) {
  operations::DeployRequest request;
  request.environment = "production";
  request.version = version;
  return request;
}

}  // namespace

TEST_CASE("a deployment records itself in the tag it moves, in three calls") {
  Project project;
  project.has_versions({"v1.0.1", "v1.0.2"});
  const auto first = project.deploy("v1.0.1");
  CHECK(verdict(first) == "done/created");
  project.tags.calls.clear();
  const auto outcome = project.deploy("v1.0.2");
  CHECK(verdict(outcome) == "done/moved");
  CHECK(project.tags.calls == std::vector{Call::list, Call::read, Call::update});
  CHECK(project.history() == "deploy v1.0.2, deploy v1.0.1");
  CHECK(project.commit_at("production") == commit_of("v1.0.2").hex());
  CHECK(output(outcome, "version") == "v1.0.2");
  CHECK(output(outcome, "previous_version") == "v1.0.1");
  CHECK(output(outcome, "tag_name") == "production");
  CHECK(output(outcome, "status") == "succeeded");
  CHECK(entity_at(outcome, "deployment/status") == "succeeded");
  CHECK(entity_at(outcome, "deployment/completed_at") == project.clock.now().rfc3339());
}

TEST_CASE("the same version again is recorded without a move") {
  Project project;
  project.has_versions({"v1.0.1"});
  CHECK(verdict(project.deploy("v1.0.1")) == "done/created");
  CHECK(verdict(project.deploy("v1.0.1")) == "done/recorded");
  CHECK(project.history() == "deploy v1.0.1, deploy v1.0.1");
}

TEST_CASE("a deployment that failed or was cancelled moves nothing, and that is a success") {
  struct Row {
    const char* job_status;
    const char* verdict;
    const char* status;
  };
  constexpr Row rows[] = {{"failure", "done/recorded", "failed"},
                          {"cancelled", "done/recorded", "cancelled"},
                          {"skipped", "done/recorded", "cancelled"},
                          {"success", "done/created", "succeeded"},
                          {"maybe", "refused/invalid_input", "(unset)"}};
  for (const Row& row : rows) {
    CAPTURE(row.job_status);
    Project project;
    project.has_versions({"v1.0.1"});
    auto request = to_production("v1.0.1");
    request.job_status = row.job_status;
    const auto outcome = operations::deploy(request, project.ports);
    CHECK(verdict(outcome) == row.verdict);
    CHECK(output(outcome, "status") == row.status);
    CHECK(project.tags.find("production").has_value() == (row.status == std::string("succeeded")));
  }
}

TEST_CASE("move_env_tag: false writes nothing, and no history") {
  Project project;
  project.has_versions({"v1.0.1"});
  auto request = to_production("v1.0.1");
  request.move_env_tag = false;
  CHECK(verdict(operations::deploy(request, project.ports)) == "done/recorded");
  CHECK(project.writes() == 0);
}

TEST_CASE("without a version the highest on the commit is deployed, and several are worth a word") {
  Project project;
  project.has_versions({"v1.0.1", "v1.1.1", "v1.0.2"});
  operations::DeployRequest request;
  request.environment = "production";
  request.commit_sha = commit_of("v1.0.1");
  const auto outcome = operations::deploy(request, project.ports);
  CHECK(output(outcome, "version") == "v1.1.1");
  REQUIRE(outcome.notices.size() == 1);
  CHECK(outcome.notices.front().message == Containing("2 version tags"));
  request.commit_sha = fakes::commit('f');
  CHECK(verdict(operations::deploy(request, project.ports)) == "refused/version_not_found");
  request.commit_sha.reset();
  CHECK(verdict(operations::deploy(request, project.ports)) == "refused/invalid_input");
}

TEST_CASE("a version without a tag is refused") {
  Project project;
  CHECK(verdict(project.deploy("v1.0.1")) == "refused/version_not_found");
  CHECK(project.writes() == 0);
}

TEST_CASE("require_deployed_in looks into that environment's ledger, in the same request") {
  Project project;
  project.has_versions({"v1.0.1"});
  auto request = to_production("v1.0.1");
  request.rules.require_deployed_in = "staging";
  CHECK(verdict(operations::deploy(request, project.ports)) == "refused/not_deployed_in");
  auto staging = to_production("v1.0.1");
  staging.environment = "staging";
  CHECK(verdict(operations::deploy(staging, project.ports)) == "done/created");
  project.tags.calls.clear();
  CHECK(verdict(operations::deploy(request, project.ports)) == "done/created");
  CHECK(project.tags.count(Call::read) == 1);
}

TEST_CASE("going down needs allow_downgrade") {
  Project project;
  project.has_versions({"v1.0.1", "v1.0.2"});
  CHECK(verdict(project.deploy("v1.0.2")) == "done/created");
  auto request = to_production("v1.0.1");
  CHECK(verdict(operations::deploy(request, project.ports)) == "refused/stale");
  request.rules.allow_downgrade = true;
  CHECK(verdict(operations::deploy(request, project.ports)) == "done/moved");
}

TEST_CASE("where someone moved the tag by hand, the tags on its commit tell what runs") {
  Project project;
  project.has_versions({"v1.0.1", "v1.0.2", "v1.0.3"});
  project.tags.put_lightweight("production", commit_of("v1.0.2"));
  const auto outcome = project.deploy("v1.0.1");
  CHECK(verdict(outcome) == "refused/stale");
  CHECK(outcome.headline == Containing("v1.0.2"));
  CHECK(output(project.deploy("v1.0.3"), "previous_version") == "v1.0.2");
}

TEST_CASE("a ledger that cannot be read is not overwritten, unless an override begins a new one") {
  Project project;
  project.run.override_allowed = true;
  project.has_versions({"v1.0.1"});
  project.tags.put("production",
                   {commit_of("v1.0.1"), {"o", "o@example.com"}, {}, "\n{\"schema\":9}\n"});
  const std::string old = project.tags.find("production")->object.hex();
  auto request = to_production("v1.0.1");
  CHECK(verdict(operations::deploy(request, project.ports)) == "refused/ledger_unreadable");
  CHECK(project.writes() == 0);
  request.override_reason = "the ledger was damaged";
  CHECK(verdict(operations::deploy(request, project.ports)) == "done/recorded");
  const auto ledger = project.ledger();
  REQUIRE(ledger.lines().size() == 1);
  REQUIRE(ledger.lines().front().override_used.has_value());
  CHECK(ledger.lines().front().override_used->previous_tag_object == old);
  CHECK(ledger.lines().front().override_used->lifted ==
        std::vector<std::string>{"ledger_unreadable"});
}

TEST_CASE("the environment's address is the request's, else that of its configuration") {
  Project project;
  project.environments.config.environment.url = "https://example.com";
  project.has_versions({"v1.0.1"});
  auto request = to_production("v1.0.1");
  request.dry_run = true;
  CHECK(output(operations::deploy(request, project.ports), "environment_url") ==
        "https://example.com");
  request.environment_url = "https://canary.example.com";
  CHECK(output(operations::deploy(request, project.ports), "environment_url") ==
        "https://canary.example.com");
}

TEST_CASE("ledgers that cannot be read together are read one by one") {
  Project project;
  project.has_versions({"v1.0.1"});
  CHECK(verdict(project.deploy("v1.0.1")) == "done/created");
  auto request = to_production("v1.0.1");
  project.tags.fail_next(Call::read, {ReasonCode::ledger_unreadable, "more than 1 MiB"});
  CHECK(verdict(operations::deploy(request, project.ports)) == "done/recorded");
  CHECK(project.tags.count(Call::read) == 2);
}

TEST_CASE("a rerun of a job gets what its first attempt did, and writes nothing") {
  Project project;
  project.in_run("42");
  project.has_versions({"v1.0.1", "v1.0.2"});
  const auto first = project.deploy("v1.0.1");
  project.clock.advance(std::chrono::seconds(90));
  const auto again = project.deploy("v1.0.1");
  CHECK(verdict(again) == "unchanged/already_there");
  CHECK(output(again, "deployment_id") == output(first, "deployment_id"));
  CHECK(project.writes() == 1);

  project.in_run("43");
  CHECK(verdict(project.deploy("v1.0.2")) == "done/moved");
  project.in_run("42");
  CHECK(verdict(project.deploy("v1.0.1")) == "refused/stale");
}

TEST_CASE("an override lifts refusals by rule and leaves a record") {
  Project project;
  project.run.override_allowed = true;
  project.has_versions({"v1.0.1", "v1.0.2"});
  CHECK(verdict(project.deploy("v1.0.2")) == "done/created");
  auto request = to_production("v1.0.1");
  request.override_reason = "the site is down";
  const auto outcome = operations::deploy(request, project.ports);
  CHECK(verdict(outcome) == "done/moved");
  const auto line = project.ledger().lines().front();
  REQUIRE(line.override_used.has_value());
  CHECK(line.override_used->reason == "the site is down");
  CHECK(line.override_used->lifted == std::vector<std::string>{"stale"});
  CHECK(project.tags.message("production") == Containing("Override by octocat: the site is down"));
  request.version = "v9.9.9";
  CHECK(verdict(operations::deploy(request, project.ports)) == "refused/version_not_found");
}

TEST_CASE("a dry run says what would be, and writes nothing") {
  Project project;
  project.has_versions({"v1.0.1"});
  auto request = to_production("v1.0.1");
  request.dry_run = true;
  CHECK(verdict(operations::deploy(request, project.ports)) == "planned/created");
  request.phase = operations::Phase::start;
  CHECK(verdict(operations::deploy(request, project.ports)) == "planned/started");
  request.version = "v1.0.2";
  CHECK(verdict(operations::deploy(request, project.ports)) == "refused/version_not_found");
  CHECK(project.writes() == 0);
}

TEST_CASE("names are checked before anything is asked of the server") {
  struct Row {
    const char* rule;
    std::function<void(operations::DeployRequest&)> change;
    const char* verdict;
  };
  const Row rows[] = {
      {"no environment", [](auto& r) { r.environment.clear(); }, "refused/invalid_input"},
      {"no name for one", [](auto& r) { r.environment = "Production!"; }, "refused/invalid_input"},
      {"an unknown one", [](auto& r) { r.environment = "qa"; },
       "refused/environment_not_configured"},
      {"no region's name", [](auto& r) { r.region = "useast"; }, "refused/invalid_input"},
      {"a required one that is none", [](auto& r) { r.rules.require_deployed_in = "../x"; },
       "refused/invalid_input"},
      {"a sub-project out of bounds", [](auto& r) { r.sub_project = "../api"; },
       "refused/invalid_input"},
      {"no version", [](auto& r) { r.version = "latest"; }, "refused/invalid_input"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.rule);
    Project project;
    auto request = to_production("v1.0.1");
    row.change(request);
    CHECK(verdict(operations::deploy(request, project.ports)) == row.verdict);
    CHECK(project.tags.calls.empty());
  }
}

TEST_SUITE_END();
