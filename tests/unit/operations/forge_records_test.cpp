#include <doctest/doctest.h>

#include <algorithm>
#include <ostream>

#include "containing.hpp"
#include "recorded_project.hpp"

using namespace shiptag;
using namespace shiptag::tests;
using domain::RecordState;
using operations::Phase;
using ports::RunState;

TEST_SUITE_BEGIN("operations/forge_records");

namespace {

/// A deployment of `version` that run `run_id` recorded.
domain::LedgerLine by_run(const char* version, const char* run_id) {
  auto line = fakes::deployed(version);
  line.workflow_run_id = run_id;
  return line;
}

/// Says what happens to a deployment while another run's is under way.
std::string while_other_is(RunState::Is is) {
  RecordedProject project;
  project.has_versions({"v1.0.1", "v1.0.2"});
  project.forge.has(by_run("v1.0.1", "7"), RecordState::in_progress);
  project.forge.runs["7"] = {is, "https://git.example.com/org/repo/actions/runs/7"};
  return verdict(project.complete("v1.0.2"));
}

}  // namespace

TEST_CASE("a deployment of another run that is alive is a conflict") {
  CHECK(while_other_is(RunState::Is::running) == "refused/conflict");
  CHECK(while_other_is(RunState::Is::waiting_for_approval) == "refused/conflict");
  CHECK(while_other_is(RunState::Is::ended) == "done/created");
}

TEST_CASE("one whose run has ended is reported, passed over and closed") {
  RecordedProject project;
  project.has_versions({"v1.0.1", "v1.0.2"});
  project.forge.has(by_run("v1.0.1", "7"), RecordState::in_progress);
  const auto started = project.start("v1.0.2");
  CHECK(verdict(started) == "done/started");
  CHECK(started.notices.front().message == Containing("of run 7"));
  CHECK(project.statuses() == "D2 queued, D2 in_progress, D1 cancelled");
}

TEST_CASE("a run is looked at once, however many deployments it has and whoever asks") {
  RecordedProject project;
  project.has_versions({"v1.0.1", "v1.0.2"});
  for (const char* region : {"us-east", "eu-west"}) {
    auto line = by_run("v1.0.1", "7");
    line.region = region;
    project.forge.has(line, RecordState::in_progress);
  }
  project.forge.groups["deploy-production"] = {{"7", "", "", true}};
  project.forge.runs["7"] = {RunState::Is::running, ""};
  CHECK(verdict(project.start("v1.0.2")) == "refused/conflict");
  CHECK(project.asked() == "read find group");
}

TEST_CASE("a deployment without a run is believed to be under way for six hours") {
  RecordedProject project;
  project.has_versions({"v1.0.1", "v1.0.2"});
  project.forge.has(fakes::deployed("v1.0.1"), RecordState::in_progress);
  CHECK(verdict(project.complete("v1.0.2")) == "refused/conflict");
  project.clock.advance(std::chrono::hours(7));
  CHECK(verdict(project.complete("v1.0.2")) == "done/created");
}

TEST_CASE("so is one of a run in another repository, whose number says nothing here") {
  RecordedProject project;
  project.has_versions({"v1.0.1", "v1.0.2"});
  project.forge.has(by_run("v1.0.1", "7"), RecordState::in_progress).is_from_elsewhere = true;
  CHECK(verdict(project.complete("v1.0.2")) == "refused/conflict");
  project.clock.advance(std::chrono::hours(7));
  CHECK(verdict(project.complete("v1.0.2")) == "done/created");
}

TEST_CASE("a conflict stops a rollback too, unless an administrator overrides it") {
  RecordedProject project;
  project.has_deployed({"v1.0.1", "v1.0.2"});
  project.forge.has(by_run("v1.0.2", "7"), RecordState::in_progress);
  project.forge.runs["7"] = {RunState::Is::running, ""};
  CHECK(verdict(project.roll_back()) == "refused/conflict");

  operations::RollbackRequest rollback;
  rollback.environment = "production";
  rollback.override_reason = "run 7 hangs";
  CHECK(verdict(operations::rollback(rollback, project.ports)) == "refused/override_not_permitted");
  project.forge.administrators = {"octocat"};
  CHECK(verdict(operations::rollback(rollback, project.ports)) == "done/moved");
  CHECK(project.forge.records.back().line->override_used->lifted ==
        std::vector<std::string>{"conflict"});
}

TEST_CASE("an override takes an administrator: who started this attempt, not who started the run") {
  RecordedProject project;
  project.forge.administrators = {"octocat"};
  project.run.triggering_actor = "monalisa";
  project.run.override_allowed = true;
  auto request = RecordedProject::request(Phase::complete, "v1.0.1", "");
  project.has_versions({"v1.0.1"});
  request.rules.approval = domain::Approval::required;
  request.override_reason = "night";
  const auto refused = operations::deploy(request, project.ports);
  CHECK(verdict(refused) == "refused/override_not_permitted");
  CHECK(refused.headline == Containing("monalisa"));
}

TEST_CASE("a person at a terminal overrides by the environment's variable, forge or not") {
  RecordedProject project;
  project.has_deployed({"v1.0.1", "v1.0.2"});
  auto request = RecordedProject::request(operations::Phase::complete, "v1.0.1", "");
  request.override_reason = "night";
  project.run = {.actor = "octocat", .triggering_actor = "octocat", .actor_email = "o@example.com"};
  CHECK(verdict(operations::deploy(request, project.ports)) == "refused/override_not_permitted");
  project.run.override_allowed = true;
  CHECK(verdict(operations::deploy(request, project.ports)) == "done/moved");
}

TEST_CASE("an enforced approval is one that this run was given") {
  struct Row {
    const char* rule;
    void (*change)(RecordedProject&);
    const char* verdict;
    const char* asked;
  };
  const Row rows[] = {
      {"nobody approved it", [](auto&) {}, "refused/approval_required", "read approver"},
      {"somebody did", [](auto& p) { p.forge.approvals["42/production"] = "monalisa"; },
       "done/created", "read approver open change"},
      {"another run was", [](auto& p) { p.forge.approvals["41/production"] = "monalisa"; },
       "refused/approval_required", "read approver"},
      {"for another environment", [](auto& p) { p.forge.approvals["42/staging"] = "monalisa"; },
       "refused/approval_required", "read approver"},
      {"the job could not have started without",
       [](auto& p) {
         p.forge.requires_reviewers = true;
         p.forge.records.push_back({.id = "J", .state = RecordState::in_progress, .run_id = "42"});
       },
       "done/created", "read change"},
      {"a job of the run was rejected, which its deployment does not say",
       [](auto& p) {
         p.forge.requires_reviewers = true;
         p.forge.records.push_back({.id = "J", .state = RecordState::failed, .run_id = "42"});
       },
       "refused/approval_required", "read approver"},
      {"the environment asks for none, so that the job started says nothing",
       [](auto& p) {
         p.forge.records.push_back({.id = "J", .state = RecordState::in_progress, .run_id = "42"});
       },
       "refused/approval_required", "read approver"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.rule);
    RecordedProject project;
    project.has_versions({"v1.0.1"});
    row.change(project);
    auto request = RecordedProject::request(Phase::complete, "v1.0.1", "");
    request.rules.approval = domain::Approval::required;
    CHECK(verdict(operations::deploy(request, project.ports)) == row.verdict);
    CHECK(project.asked() == row.asked);
  }
}

TEST_CASE("approval is asked for by the forge's name of the environment") {
  RecordedProject project;
  project.has_versions({"v1.0.1"});
  project.forge.approvals["42/api-production"] = "monalisa";
  auto request = RecordedProject::request(Phase::complete, "v1.0.1", "");
  request.rules.approval = domain::Approval::required;
  request.github_environment = "api-production";
  CHECK(verdict(operations::deploy(request, project.ports)) == "done/created");
}

TEST_CASE("a version counts as deployed if only the records know of it") {
  RecordedProject project;
  project.has_versions({"v1.0.1", "v1.0.2", "v1.0.3"});
  CHECK(verdict(project.complete("v1.0.3")) == "done/created");
  project.forge.has(by_run("v1.0.1", "7"), RecordState::inactive);
  project.in_run("43");
  const auto rolled_back = project.roll_back();
  CHECK(verdict(rolled_back) == "done/moved");
  CHECK(output(rolled_back, "target_version") == "v1.0.1");
}

TEST_CASE("records further back are read only where the newer ones have no target") {
  RecordedProject project;
  project.has_versions({"v1.0.1", "v1.0.2"});
  CHECK(verdict(project.complete("v1.0.2")) == "done/created");
  project.forge.has(by_run("v1.0.1", "7"), RecordState::inactive);
  std::ranges::reverse(project.forge.records);
  project.forge.page = 1;
  project.in_run("43");
  project.asked();
  CHECK(verdict(project.roll_back()) == "done/moved");
  CHECK(project.asked() == "read read open change");
}

TEST_CASE("what must have been deployed elsewhere may be known from the records alone") {
  RecordedProject project;
  project.has_versions({"v1.0.1"});
  auto line = by_run("v1.0.1", "7");
  line.environment = "staging";
  auto request = RecordedProject::request(Phase::complete, "v1.0.1", "");
  request.rules.require_deployed_in = "staging";
  CHECK(verdict(operations::deploy(request, project.ports)) == "refused/not_deployed_in");
  project.forge.has(line, RecordState::inactive);
  CHECK(verdict(operations::deploy(request, project.ports)) == "done/created");
}

TEST_CASE("a ledger that was lost is rebuilt from the records, with its holds") {
  RecordedProject project;
  project.has_versions({"v1.0.1", "v1.0.2", "v1.0.3"});
  CHECK(verdict(project.complete("v1.0.1")) == "done/created");
  project.in_run("43");
  CHECK(verdict(project.complete("v1.0.2")) == "done/moved");
  project.in_run("44");
  CHECK(verdict(project.roll_back()) == "done/moved");
  project.tags.remove("production");

  project.in_run("45");
  CHECK(verdict(project.complete("v1.0.3")) == "refused/held");
  auto request = RecordedProject::request(Phase::complete, "v1.0.3", "");
  request.rules.release_hold = true;
  const auto deployed = operations::deploy(request, project.ports);
  CHECK(verdict(deployed) == "done/created");
  CHECK(deployed.notices.front().title == "Ledger rebuilt");
  CHECK(project.history() == "deploy v1.0.3, rollback v1.0.1, deploy v1.0.2, deploy v1.0.1");
}

TEST_CASE("a success that the tag could not record is said to whoever comes next") {
  RecordedProject project;
  project.has_versions({"v1.0.1", "v1.0.2"});
  CHECK(verdict(project.complete("v1.0.1")) == "done/created");
  auto line = by_run("v1.0.2", "7");
  project.forge.has(line, RecordState::succeeded).succeeded_at =
      Timestamp{project.clock.now().seconds + 60};
  project.in_run("43");
  const auto started = project.start("v1.0.2");
  CHECK(verdict(started) == "done/started");
  CHECK(started.notices.front().title == "Tag out of date");
  CHECK(started.notices.front().message == Containing("v1.0.2 was deployed to production at"));
}

TEST_CASE("a ledger rebuilt at the start is rebuilt at the finish too") {
  RecordedProject project;
  project.has_versions({"v1.0.1", "v1.0.2"});
  project.forge.has(by_run("v1.0.1", "7"), RecordState::succeeded);
  const auto started = project.start("v1.0.2");
  CHECK(output(started, "previous_version") == "v1.0.1");
  CHECK(verdict(project.finish(started, "success")) == "done/created");
  CHECK(project.history() == "deploy v1.0.2, deploy v1.0.1");
}

TEST_CASE(
    "what may keep the tag from moving, there or back, is warned of before anything is deployed") {
  RecordedProject project;
  project.has_versions({"v1.0.1", "v1.0.2"});
  CHECK(verdict(project.complete("v1.0.1")) == "done/created");
  const auto warnings = [&](const char* version) {
    std::string text;
    project.in_run("43");
    const auto started = project.start(version);
    for (const auto& notice : started.notices) text += notice.message;
    return text;
  };
  CHECK(warnings("v1.0.2").empty());
  project.forge.obstacles = {{fakes::commit_of("v1.0.1"), "Workflow files", "GitHub refuses"}};
  CHECK(warnings("v1.0.2") ==
        "a later rollback to the version that runs now could not move production back: GitHub "
        "refuses");
  project.forge.obstacles = {{fakes::commit_of("v1.0.2"), "Workflow files", "GitHub refuses"}};
  CHECK(warnings("v1.0.2") == "GitHub refuses");
}

TEST_CASE("a rollback is warned of it and not stopped") {
  RecordedProject project;
  project.has_deployed({"v1.0.1", "v1.0.2"});
  project.forge.obstacles = {{fakes::commit_of("v1.0.1"), "Workflow files", "GitHub refuses"}};
  const auto started = project.roll_back(Phase::start);
  CHECK(verdict(started) == "done/started");
  CHECK(started.notices.front().title == "Workflow files");
}

TEST_SUITE_END();
