#include <doctest/doctest.h>

#include <algorithm>
#include <ostream>

#include "containing.hpp"
#include "recorded_project.hpp"

using namespace shiptag;
using namespace shiptag::tests;
using Call = fakes::FakeTagStore::Call;
using fakes::commit_of;
using operations::Phase;
using ports::RunState;

TEST_SUITE_BEGIN("operations/after what went wrong before");

namespace {

const Error server_refuses{ReasonCode::rejected_by_server, "a ruleset forbids it"};
const Error api_is_down{ReasonCode::unavailable, "down"};

/// Run 43 deployed v1.0.2, and GitHub could not be told: run 44 is next.
void leave_record_open(RecordedProject& project) {
  project.has_deployed({"v1.0.1"});
  project.has_versions({"v1.0.2", "v1.0.3"});
  const auto started = project.start("v1.0.2");
  project.forge.failures["change"] = api_is_down;
  CHECK(verdict(project.finish(started, "success")) == "done/moved");
  project.forge.failures.clear();
  project.in_run("44");
  project.asked();
  project.statuses();
}

bool warns(const domain::Outcome& outcome, const char* title) {
  return std::ranges::any_of(outcome.notices,
                             [&](const domain::Notice& notice) { return notice.title == title; });
}

}  // namespace

TEST_CASE("what the ledger has is not under way, whatever its record says") {
  for (const auto is : {RunState::Is::running, RunState::Is::ended}) {
    RecordedProject project;
    leave_record_open(project);
    project.forge.runs["43"] = {is, ""};
    CHECK(verdict(project.roll_back()) == "done/moved");
    CHECK(project.asked() == "read open change");
    CHECK(project.statuses() == "D2 succeeded, D3 succeeded, D2 inactive, D1 inactive");
  }
}

TEST_CASE("such a record is closed at the start of what comes next") {
  RecordedProject project;
  leave_record_open(project);
  CHECK(verdict(project.start("v1.0.3")) == "done/started");
  CHECK(project.statuses() == "D3 queued, D3 in_progress, D2 succeeded");
}

TEST_CASE("what was written is done, though its answer was lost") {
  Project project;
  project.has_versions({"v1.0.1", "v1.0.2"});
  project.tags.loses_next_answer = true;
  CHECK(verdict(project.deploy("v1.0.1")) == "done/created");
  project.tags.loses_next_answer = true;
  CHECK(verdict(project.deploy("v1.0.2")) == "done/moved");
  CHECK(project.history() == "deploy v1.0.2, deploy v1.0.1");
}

TEST_CASE("a deployment whose tag was refused is done again, though its record is a success") {
  RecordedProject project;
  project.has_versions({"v1.0.1"});
  project.tags.fail_next(Call::update, server_refuses);
  CHECK(verdict(project.complete("v1.0.1")) == "refused/rejected_by_server");
  CHECK(verdict(project.complete("v1.0.1")) == "done/created");
  CHECK(project.commit_at("production") == commit_of("v1.0.1").hex());
}

TEST_CASE("a finish whose tag was refused writes it when it is run again") {
  RecordedProject project;
  project.has_versions({"v1.0.1"});
  const auto started = project.start("v1.0.1");
  project.tags.fail_next(Call::update, server_refuses);
  const auto refused = project.finish(started, "success");
  CHECK(verdict(refused) == "refused/rejected_by_server");
  CHECK(refused.hint.find("hold was not set") == std::string::npos);
  CHECK(verdict(project.finish(started, "success")) == "done/created");
}

TEST_CASE("a rollback whose tag was refused is done again, to the same version and with its hold") {
  RecordedProject project;
  project.has_deployed({"v1.0.1", "v1.0.2", "v1.0.3"});
  project.tags.put_lightweight("production", commit_of("v1.0.3"));
  project.tags.fail_next(Call::update, server_refuses);
  const auto refused = project.roll_back();
  CHECK(verdict(refused) == "refused/rejected_by_server");
  CHECK(refused.hint == Containing("the hold was not set: stop automatic deployments"));
  const auto again = project.roll_back();
  CHECK(verdict(again) == "done/moved");
  CHECK(output(again, "target_version") == "v1.0.2");
  CHECK(entity_at(again, "holds") == "[1]");
}

TEST_CASE("a rollback in the run whose tag was refused withdraws what that run put live") {
  RecordedProject project;
  for (const char* version : {"v1.0.1", "v1.0.2", "v1.0.3"}) {
    project.has_versions({version});
    project.in_run(version + 5);
    project.tags.fail_next(Call::update, server_refuses);
    CHECK(verdict(project.complete(version)) == "refused/rejected_by_server");
  }
  const auto outcome = project.roll_back();
  CHECK(output(outcome, "previous_version") == "v1.0.3");
  CHECK(output(outcome, "target_version") == "v1.0.2");
}

TEST_CASE("a record is not made active for what was replaced since") {
  RecordedProject project;
  leave_record_open(project);
  project.forge.failures["read"] = api_is_down;
  CHECK(verdict(project.roll_back()) == "done/moved");
  project.forge.failures.clear();
  project.in_run("45");
  project.clock.advance(std::chrono::minutes(1));
  auto request = RecordedProject::request(Phase::start, "v1.0.3", "");
  request.rules.release_hold = true;
  CHECK(verdict(operations::deploy(request, project.ports)) == "done/started");
  CHECK(project.statuses() == "D3 queued, D3 in_progress, D2 succeeded, D2 inactive");
}

namespace {

/// v1.0.2 went live in `region`, or everywhere, a minute after v1.0.1, and no tag says so.
void leave_tag_behind(RecordedProject& project, const char* region) {
  project.has_deployed({"v1.0.1"});
  project.has_versions({"v1.0.2", "v1.0.3"});
  project.clock.advance(std::chrono::minutes(1));
  project.forge.now = project.clock.now();
  project.tags.fail_next(Call::update, server_refuses);
  CHECK(verdict(project.complete("v1.0.2", region)) == "refused/rejected_by_server");
  project.in_run("50");
  project.clock.advance(std::chrono::minutes(1));
  project.forge.now = project.clock.now();
}

}  // namespace

TEST_CASE("a hold does not silence the warning that the tag is behind") {
  RecordedProject project;
  leave_tag_behind(project, "");
  operations::HoldRequest hold;
  hold.environment = "production";
  hold.reason = "look at it first";
  CHECK(verdict(operations::hold(hold, project.ports)) == "done/recorded");
  CHECK(warns(project.roll_back(Phase::start), "Tag out of date"));
}

TEST_CASE("another region's deployment does not silence it either, one of the same place does") {
  RecordedProject project;
  leave_tag_behind(project, "us-east");
  CHECK(verdict(project.complete("v1.0.1", "eu-west")) == "done/recorded");
  project.in_run("51");
  CHECK_FALSE(warns(project.start("v1.0.3", "eu-west"), "Tag out of date"));
  project.in_run("52");
  CHECK(warns(project.start("v1.0.3", "us-east"), "Tag out of date"));
  project.in_run("53");
  project.clock.advance(std::chrono::minutes(1));
  CHECK(project.complete("v1.0.3", "us-east").decision == Decision::done);
  project.in_run("54");
  CHECK_FALSE(warns(project.start("v1.0.3", "us-east"), "Tag out of date"));
}

TEST_CASE("a hold is placed beside those that a lost ledger had") {
  RecordedProject project;
  project.has_deployed({"v1.0.1", "v1.0.2"});
  CHECK(verdict(project.roll_back()) == "done/moved");
  project.tags.put_lightweight("production", commit_of("v1.0.1"));
  project.in_run("50");
  operations::HoldRequest hold;
  hold.environment = "production";
  hold.version = "v1.0.2";
  hold.reason = "it is slow";
  const auto held = operations::hold(hold, project.ports);
  CHECK(verdict(held) == "done/recorded");
  CHECK(entity_at(held, "holds") == "[2]");
  CHECK(project.ledger().lines().size() == 4);
}

TEST_CASE("where nobody can say which holds a lost ledger had, that is a warning") {
  RecordedProject project;
  project.has_deployed({"v1.0.1"});
  project.tags.put_lightweight("production", commit_of("v1.0.1"));
  project.forge.failures["read"] = api_is_down;
  operations::HoldRequest hold;
  hold.environment = "production";
  hold.reason = "freeze";
  const auto held = operations::hold(hold, project.ports);
  CHECK(verdict(held) == "done/recorded");
  CHECK(warns(held, "Earlier holds are unknown"));
}

TEST_CASE("a finish that cannot read the records keeps the holds that its start read there") {
  RecordedProject project;
  project.has_deployed({"v1.0.1", "v1.0.2", "v1.0.3"});
  operations::RollbackRequest rollback;
  rollback.environment = "production";
  rollback.hold = operations::HoldScope::version;
  CHECK(verdict(operations::rollback(rollback, project.ports)) == "done/moved");
  project.tags.put_lightweight("production", commit_of("v1.0.2"));
  project.in_run("50");
  project.has_versions({"v1.0.4"});
  const auto started = project.start("v1.0.4");
  project.forge.failures["read"] = api_is_down;
  const auto finished = project.finish(started, "success");
  CHECK(verdict(finished) == "done/moved");
  CHECK(entity_at(finished, "holds") == "[1]");
  CHECK(entity_at(finished, "holds/0/version") == "v1.0.3");
}

TEST_CASE("a finish reads the records also where its start could make none") {
  RecordedProject project;
  project.has_deployed({"v1.0.1", "v1.0.2"});
  project.tags.put_lightweight("production", commit_of("v1.0.2"));
  project.forge.failures["open"] = {ReasonCode::permission, "may only read"};
  const auto started = project.roll_back(Phase::start);
  CHECK(verdict(started) == "done/started");
  CHECK(verdict(project.finish(started, "success")) == "done/moved");
  CHECK(project.history() == "rollback v1.0.1, deploy v1.0.2, deploy v1.0.1");
}

TEST_CASE("a rerun leaves its record alone where that may lie further back than was read") {
  RecordedProject project;
  project.has_versions({"v1.0.1"});
  CHECK(verdict(project.complete("v1.0.1")) == "done/created");
  for (int i = 0; i < 2; ++i)
    project.forge.has(fakes::deployed("v1.0.1"), domain::RecordState::inactive);
  project.forge.page = 1;
  project.asked();
  CHECK(verdict(project.complete("v1.0.1")) == "unchanged/already_there");
  CHECK(project.asked() == "read");
}

TEST_CASE("a finish does not write over a ledger that has become unreadable since its start") {
  RecordedProject project;
  project.has_versions({"v1.0.1"});
  const auto started = project.start("v1.0.1");
  project.tags.put("production",
                   {commit_of("v1.0.1"), {"o", "o@example.com"}, {}, "\n{\"schema\":9}\n"});
  CHECK(verdict(project.finish(started, "success")) == "refused/ledger_unreadable");
  CHECK(project.writes() == 0);
}

TEST_SUITE_END();
