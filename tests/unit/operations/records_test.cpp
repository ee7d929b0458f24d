#include <doctest/doctest.h>

#include <ostream>

#include "containing.hpp"
#include "recorded_project.hpp"

using namespace shiptag;
using namespace shiptag::tests;
using domain::RecordState;
using operations::Phase;

TEST_SUITE_BEGIN("operations/records");

TEST_CASE("start and finish keep the record beside the tag") {
  RecordedProject project;
  project.has_versions({"v1.0.1"});
  const auto started = project.start("v1.0.1");
  CHECK(verdict(started) == "done/started");
  CHECK(project.asked() == "read group open change");
  CHECK(project.statuses() == "D1 queued, D1 in_progress");
  const auto& record = project.forge.records.front();
  CHECK(record.line->deployment_id == output(started, "deployment_id"));
  CHECK(record.line->commit_sha == fakes::commit_of("v1.0.1"));
  CHECK(!record.line->completed_at);

  CHECK(verdict(project.finish(started, "success")) == "done/created");
  CHECK(project.asked() == "read change");
  CHECK(project.statuses() == "D1 succeeded");
}

TEST_CASE("a deployment that failed or was cancelled is said so in one request") {
  struct Row {
    const char* job_status;
    const char* statuses;
  };
  for (const Row& row : {Row{"failure", "D1 failed"}, Row{"cancelled", "D1 cancelled"}}) {
    CAPTURE(row.job_status);
    RecordedProject project;
    project.has_versions({"v1.0.1"});
    const auto started = project.start("v1.0.1");
    project.statuses();
    project.asked();
    CHECK(verdict(project.finish(started, row.job_status)) == "done/recorded");
    CHECK(project.asked() == "change");
    CHECK(project.statuses() == row.statuses);
    CHECK(project.writes() == 0);
  }
}

TEST_CASE("a success replaces what ran there before, and nothing else") {
  RecordedProject project;
  project.has_versions({"v1.0.1", "v1.0.2"});
  CHECK(verdict(project.complete("v1.0.1")) == "done/created");
  project.forge.has(fakes::deployed("web/v1.0.1"), RecordState::succeeded);
  project.in_run("43");
  project.statuses();
  CHECK(verdict(project.complete("v1.0.2")) == "done/moved");
  CHECK(project.statuses() == "D3 succeeded, D1 inactive");
}

TEST_CASE("a rerun takes up the record that its first attempt left") {
  RecordedProject project;
  project.has_versions({"v1.0.1"});
  const auto first = project.start("v1.0.1");
  project.clock.advance(std::chrono::minutes(5));
  project.statuses();
  const auto second = project.start("v1.0.1");
  CHECK(verdict(second) == "done/started");
  CHECK(output(second, "deployment_id") == output(first, "deployment_id"));
  CHECK(project.forge.records.size() == 1);
  CHECK(project.statuses() == "D1 in_progress");
  CHECK(verdict(project.finish(second, "success")) == "done/created");
  CHECK(project.history() == "deploy v1.0.1");
}

TEST_CASE("wherever an attempt dies, its rerun ends with one deployment and one line") {
  for (const char* dies_at : {"read", "group", "open", "change"})
    for (const bool is_in_finish : {false, true}) {
      CAPTURE(dies_at);
      CAPTURE(is_in_finish);
      RecordedProject project;
      project.has_versions({"v1.0.1"});
      const Error killed{ReasonCode::interrupted, "killed"};
      if (!is_in_finish) project.forge.failures[dies_at] = killed;
      const auto first = project.start("v1.0.1");
      if (is_in_finish) {
        project.forge.failures[dies_at] = killed;
        CHECK(entity_at(project.finish(first, "success"), "deployment") == "{…}");
      }
      project.forge.failures.clear();
      const auto second = project.start("v1.0.1");
      CHECK(entity_at(project.finish(second, "success"), "deployment/status") == "succeeded");
      CHECK(project.history() == "deploy v1.0.1");
      REQUIRE(project.forge.records.size() == 1);
      CHECK(project.forge.records.front().state == RecordState::succeeded);
    }
}

TEST_CASE("a lost answer to the making of a record is looked up, not repeated") {
  RecordedProject project;
  project.has_versions({"v1.0.1"});
  project.forge.loses_answer_to_open = true;
  CHECK(verdict(project.start("v1.0.1")) == "done/started");
  CHECK(project.asked() == "read group open read change");
  CHECK(project.forge.records.size() == 1);
}

TEST_CASE("a record that is not there after a lost answer is made once more") {
  RecordedProject project;
  project.has_versions({"v1.0.1"});
  project.forge.loses_request_to_open = true;
  CHECK(verdict(project.start("v1.0.1")) == "done/started");
  CHECK(project.asked() == "read group open read open change");
  CHECK(project.forge.records.size() == 1);

  RecordedProject other;
  other.has_versions({"v1.0.1"});
  other.forge.failures["open"] = {ReasonCode::unavailable, "away"};
  CHECK(verdict(other.start("v1.0.1")) == "failed/unavailable");
  CHECK(other.asked() == "read group open read open");
}

TEST_CASE("the deployment that the forge made for the job is used, not doubled") {
  RecordedProject project;
  project.has_versions({"v1.0.1"});
  project.forge.records.push_back({.id = "J", .state = RecordState::in_progress, .run_id = "42"});
  const auto started = project.start("v1.0.1");
  CHECK(project.asked() == "read group change");
  CHECK(verdict(project.finish(started, "success")) == "done/created");
  CHECK(project.statuses() == "J in_progress, J succeeded");
  CHECK(project.forge.records.size() == 1);
}

TEST_CASE("no records are kept of a dry run, of what moves no tag, and where they are off") {
  struct Row {
    const char* rule;
    void (*change)(operations::DeployRequest&);
    const char* asked;
  };
  const Row rows[] = {
      {"a dry run", [](auto& r) { r.dry_run = true; }, "read group"},
      {"move_env_tag: false", [](auto& r) { r.move_env_tag = false; }, "read group"},
      {"github_deployment: off", [](auto& r) { r.keeps_records = false; }, ""},
  };
  for (const Row& row : rows) {
    CAPTURE(row.rule);
    RecordedProject project;
    project.has_versions({"v1.0.1"});
    auto request = RecordedProject::request(Phase::start, "v1.0.1", "");
    row.change(request);
    CHECK(exit_status(operations::deploy(request, project.ports).decision, {}) == 0);
    CHECK(project.asked() == row.asked);
    CHECK(project.forge.records.empty());
  }
}

TEST_CASE("only a tag that the server would not have leaves what was deployed live for sure") {
  struct Row {
    ReasonCode code;
    bool runs;
  };
  for (const Row& row :
       {Row{ReasonCode::rejected_by_server, true}, Row{ReasonCode::permission, true},
        Row{ReasonCode::unavailable, false}, Row{ReasonCode::protocol, false}}) {
    CAPTURE(to_string(row.code));
    RecordedProject project;
    project.has_versions({"v1.0.1"});
    const auto started = project.start("v1.0.1");
    project.tags.fail_next(fakes::FakeTagStore::Call::update, {row.code, "no"});
    const auto ended = project.finish(started, "success");
    CHECK((ended.headline == Containing("production now runs v1.0.1")) == row.runs);
  }
}

TEST_CASE("a rerun that finds another version leaves the record of the first one alone") {
  RecordedProject project;
  project.tags.put_lightweight("v1.0.1", fakes::commit_of("v1.0.1"));
  auto request = RecordedProject::request(Phase::start, "", "");
  request.commit_sha = fakes::commit_of("v1.0.1");
  const auto first = operations::deploy(request, project.ports);
  CHECK(output(first, "version") == "v1.0.1");
  project.clock.advance(std::chrono::minutes(5));
  project.tags.put_lightweight("v1.0.2", fakes::commit_of("v1.0.1"));
  const auto second = operations::deploy(request, project.ports);
  CHECK(output(second, "version") == "v1.0.2");
  CHECK(output(second, "deployment_id") != output(first, "deployment_id"));
}

TEST_CASE("only what moves the tag needs the permission to write it") {
  for (const bool moves : {true, false}) {
    CAPTURE(moves);
    RecordedProject project;
    project.has_versions({"v1.0.1"});
    auto request = RecordedProject::request(Phase::start, "v1.0.1", "");
    request.move_env_tag = moves;
    project.tags.fail_next(fakes::FakeTagStore::Call::check_writable,
                           {ReasonCode::permission, "no"});
    CHECK(verdict(operations::deploy(request, project.ports)) ==
          (moves ? "refused/permission" : "done/started"));
  }
}

TEST_CASE("what happened to the tag decides what the record says") {
  struct Row {
    Error error;
    const char* statuses;
  };
  const Row rows[] = {
      {{ReasonCode::rejected_by_server, "no"}, "D1 succeeded"},
      {{ReasonCode::permission, "no"}, "D1 succeeded"},
      {{ReasonCode::unavailable, "gone"}, ""},
      {{ReasonCode::interrupted, "killed"}, ""},
  };
  for (const Row& row : rows) {
    CAPTURE(to_string(row.error.code));
    RecordedProject project;
    project.has_versions({"v1.0.1"});
    const auto started = project.start("v1.0.1");
    project.statuses();
    project.tags.fail_next(fakes::FakeTagStore::Call::update, row.error);
    CHECK(project.finish(started, "success").reason_code == row.error.code);
    CHECK(project.statuses() == row.statuses);
  }
}

TEST_CASE("a record that cannot be closed is a warning, since the tag has moved") {
  RecordedProject project;
  project.has_versions({"v1.0.1"});
  const auto started = project.start("v1.0.1");
  project.forge.failures["change"] = {ReasonCode::permission, "no", "add deployments"};
  const auto finished = project.finish(started, "success");
  CHECK(verdict(finished) == "done/created");
  REQUIRE(!finished.notices.empty());
  CHECK(finished.notices.back().message == "no; add deployments");
}

TEST_CASE("a deploy does not start without its record, a rollback does") {
  RecordedProject project;
  project.has_deployed({"v1.0.1", "v1.0.2"});
  for (const char* fails : {"read", "open", "change"}) {
    CAPTURE(fails);
    project.forge.failures = {{fails, {ReasonCode::permission, "may not", "add it"}}};
    CHECK(verdict(project.start("v1.0.2")) == "refused/permission");
    const auto rollback = project.roll_back(Phase::start);
    CHECK(verdict(rollback) == "done/started");
    CHECK(rollback.notices.front().message == Containing("may not; add it"));
  }
}

TEST_CASE("a workflow is started once the tag moved, with what moved as its inputs") {
  RecordedProject project;
  project.has_versions({"v1.0.1"});
  auto request = RecordedProject::request(Phase::complete, "v1.0.1", "");
  request.dispatch_workflow = "smoke.yml";
  const auto moved = operations::deploy(request, project.ports);
  REQUIRE(project.forge.dispatches.size() == 1);
  const auto& dispatch = project.forge.dispatches.front();
  CHECK(dispatch.workflow == "smoke.yml");
  CHECK(dispatch.ref == "refs/tags/production");
  CHECK(dispatch.inputs == std::vector<std::pair<std::string, std::string>>{
                               {"version", "v1.0.1"}, {"environment", "production"}});
  CHECK(output(moved, "dispatched_run") == "https://git.example.com/org/repo/actions/runs/99");
  CHECK(verdict(operations::deploy(request, project.ports)) == "unchanged/already_there");
  CHECK(project.forge.dispatches.size() == 1);
}

TEST_CASE("a workflow that cannot be started is a warning") {
  RecordedProject project;
  project.has_versions({"v1.0.1"});
  project.forge.failures["start"] = {ReasonCode::rejected_by_server, "no such workflow"};
  auto request = RecordedProject::request(Phase::complete, "v1.0.1", "");
  request.dispatch_workflow = "smoke.yml";
  const auto moved = operations::deploy(request, project.ports);
  CHECK(verdict(moved) == "done/created");
  CHECK(moved.notices.back().message == Containing("no such workflow"));
}

TEST_SUITE_END();
