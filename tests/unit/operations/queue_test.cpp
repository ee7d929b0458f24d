#include <doctest/doctest.h>

#include <algorithm>
#include <ostream>
#include <string>

#include "containing.hpp"
#include "recorded_project.hpp"

using namespace shiptag;
using namespace shiptag::tests;
using domain::RecordState;
using ports::RunState;

namespace {

/// What the summary says of the queue.
std::string told(const domain::Outcome& outcome) {
  const auto at = std::ranges::find(outcome.findings, "Queue", &domain::Finding::subject);
  return at == outcome.findings.end() ? "" : at->value;
}

}  // namespace

TEST_SUITE_BEGIN("operations/queue");

TEST_CASE("the queue says who holds the environment, since when, and who waits") {
  RecordedProject project;
  project.has_versions({"v1.0.1"});
  project.forge.groups["deploy-production"] = {
      {"7", "Deploy", "https://git.example.com/org/repo/actions/runs/7", true},
      {"8", "Deploy", "", false},
      {"42", "Deploy", "", false}};
  project.forge.runs["7"] = {RunState::Is::waiting_for_approval, "",
                             Timestamp::parse("2025-11-21T10:20:45Z").value()};
  const auto started = project.start("v1.0.1");
  CHECK(output(started, "queue_position") == "2");
  CHECK(entity_at(started, "deployment_queue/current_deployment/workflow_run_id") == "7");
  CHECK(entity_at(started, "deployment_queue/current_deployment/waits_for_approval") == "true");
  CHECK(entity_at(started, "deployment_queue/locked_at") == "2025-11-21T10:20:45Z");
  CHECK(entity_at(started, "deployment_queue/queue") == "[2]");
  CHECK(output(started, "deployment_queue") == Containing("\"queue_position\":2"));
  CHECK(output(started, "deployment_queue") ==
        Containing("\"environment\":{\"name\":\"production\""));
  CHECK(output(started, "deployment_queue") == Containing("\"estimated_wait_time\":null"));
  CHECK(told(started) ==
        "run 7 has been waiting for approval since 2025-11-21T10:20:45Z; 2 waiting");
  CHECK(project.asked() == "read group find open change");
}

TEST_CASE("of two that hold the group, as a run and its rerun may, the first one is current") {
  RecordedProject project;
  project.has_versions({"v1.0.1"});
  project.forge.groups["deploy-production"] = {
      {"7", "", "", true}, {"8", "", "", true}, {"42", "", "", false}};
  const auto started = project.start("v1.0.1");
  CHECK(entity_at(started, "deployment_queue/current_deployment/workflow_run_id") == "7");
  CHECK(entity_at(started, "deployment_queue/queue") == "[2]");
  CHECK(output(started, "queue_position") == "2");
}

TEST_CASE("how long it takes is told from the ledger") {
  RecordedProject project;
  project.has_versions({"v1.0.1", "v1.0.2"});
  const auto first = project.start("v1.0.1");
  project.clock.advance(std::chrono::seconds(100));
  CHECK(verdict(project.finish(first, "success")) == "done/created");
  project.forge.groups["lane"] = {{"7", "", "", true}, {"43", "", "", false}};
  project.forge.runs["7"] = {RunState::Is::running, "",
                             Timestamp{project.clock.now().seconds - 30}};
  project.in_run("43");
  auto request = RecordedProject::request(operations::Phase::start, "v1.0.2", "");
  request.concurrency_group = "lane";
  const auto started = operations::deploy(request, project.ports);
  CHECK(output(started, "queue_position") == "1");
  CHECK(output(started, "estimated_wait_time") == "70");
  CHECK(told(started).ends_with("; 1 waiting"));
}

TEST_CASE("where this run holds the group, it has no place in the queue") {
  RecordedProject project;
  project.has_versions({"v1.0.1"});
  project.forge.groups["deploy-production"] = {{"42", "", "", true}};
  const auto started = project.start("v1.0.1");
  CHECK(output(started, "queue_position").empty());
  CHECK(entity_at(started, "deployment_queue/locked_at") == project.clock.now().rfc3339());
  CHECK(project.asked() == "read group open change");
}

TEST_CASE("where the group cannot be seen, the deployments under way tell the queue") {
  for (const bool fails : {false, true}) {
    CAPTURE(fails);
    RecordedProject project;
    project.has_versions({"v1.0.1"});
    auto line = fakes::deployed("v1.0.1");
    line.workflow_run_id = "7";
    line.started_at = line.completed_at;
    project.forge.has(line, RecordState::in_progress);
    project.forge.runs["7"] = {RunState::Is::running, ""};
    if (fails) project.forge.failures["group"] = {ReasonCode::permission, "no", "add"};
    const auto refused = project.start("v1.0.1");
    CHECK(verdict(refused) == "refused/conflict");
    CHECK(entity_at(refused, "deployment_queue/current_deployment/deployment_id") ==
          line.deployment_id);
    CHECK(entity_at(refused, "deployment_queue/locked_at") == line.started_at->rfc3339());
    CHECK(refused.notices.empty() == !fails);
  }
}

TEST_SUITE_END();
