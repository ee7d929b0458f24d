#include "adapters/runner/runner_report.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <sstream>

#include "fakes/fake_clock.hpp"
#include "fakes/variables.hpp"
#include "unit/adapters/runner/runner_rules.hpp"
#include "unit/adapters/runner/scratch.hpp"

using namespace shiptag;
using namespace shiptag::adapters::runner;
using tests::commands_in;
using tests::entries_of;

namespace {

struct Step {
  tests::Scratch folder;
  fakes::FakeClock clock;
  std::ostringstream log;
  Secrets secrets;
  RunnerFiles files{folder.path("output"), folder.path("summary")};

  Expected<void> report(const domain::Outcome& outcome) {
    return RunnerReport(files, log, clock, secrets).report(outcome);
  }
  [[nodiscard]] std::ptrdiff_t count(std::string_view command) const {
    return std::ranges::count(commands_in(log.str()), command, &tests::RunnerCommand::name);
  }
};

domain::Outcome outcome_of(const std::string& operation, ReasonCode code, const std::string& line) {
  domain::Outcome outcome;
  outcome.operation = operation;
  outcome.end(code, line);
  return outcome;
}

}  // namespace

TEST_SUITE_BEGIN("adapters/runner/runner_report");

TEST_CASE("the outputs are those of every run and then the operation's own") {
  Step step;
  auto outcome = outcome_of("tag", ReasonCode::created, "v1.0.0 tags the commit");
  outcome.output("tag_name", "v1.0.0");
  outcome.output("hostile", "x\ntag_name=v6.6.6");
  REQUIRE(step.report(outcome).has_value());
  const auto entries = entries_of(step.folder.read("output"));
  CHECK(entries.size() == 5);
  CHECK(entries.at("decision") == "done");
  CHECK(entries.at("reason_code") == "created");
  CHECK(entries.at("tag_name") == "v1.0.0");
  CHECK(entries.at("result").find("\"schema_version\"") != std::string::npos);
  CHECK(step.folder.read("summary").find("## shiptag tag: done (created)") == 0);
  CHECK(commands_in(step.log.str()).empty());
}

TEST_CASE("a refusal is one error, with the hint on a line of its own") {
  Step step;
  auto outcome = outcome_of("deploy", ReasonCode::held, "api/v1.2.4 is held");
  outcome.hint = "lift it with operation: resume";
  REQUIRE(step.report(outcome).has_value());
  const auto commands = commands_in(step.log.str());
  REQUIRE(commands.size() == 1);
  CHECK(commands[0].name == "error");
  CHECK(commands[0].properties.at("title") == "shiptag deploy: refused (held)");
  CHECK(commands[0].data == "api/v1.2.4 is held\nlift it with operation: resume");
}

TEST_CASE("notices and warnings become annotations, ten of a kind at most") {
  Step step;
  auto outcome = outcome_of("tag", ReasonCode::created, "done");
  for (int i = 0; i < 15; ++i) {
    outcome.note("note", "message");
    outcome.warn("warning", "message");
  }
  REQUIRE(step.report(outcome).has_value());
  CHECK(step.count("notice") == 10);
  CHECK(step.count("warning") == 10);
  CHECK(step.count("error") == 0);
}

TEST_CASE("nothing that others wrote is taken for a command") {
  Step step;
  const std::string hostile = "::error::x\n##[set-env name=PATH]/tmp\n::set-env name=a::b";
  auto outcome = outcome_of("tag", ReasonCode::rejected_by_server, hostile);
  outcome.hint = outcome.detail = hostile;
  outcome.findings.push_back({hostile, hostile});
  outcome.server_messages.push_back(hostile);
  outcome.warn(hostile, hostile);
  REQUIRE(step.report(outcome).has_value());
  CHECK(commands_in(step.log.str()).size() == 2);
  CHECK(step.count("error") == 1);
  CHECK(step.count("warning") == 1);
  CHECK(step.log.str().back() == '\n');
}

TEST_CASE("a summary never grows the file beyond what the runner takes") {
  Step step;
  step.folder.write("summary", std::string(1024 * 1024 - 300, 'x') + "\n");
  auto outcome = outcome_of("tag", ReasonCode::created, "done");
  for (int i = 0; i < 1000; ++i) outcome.findings.push_back({"subject", std::string(900, '|')});
  REQUIRE(step.report(outcome).has_value());
  CHECK(step.folder.read("summary").size() <= 1024 * 1024);
  CHECK(step.folder.read("summary").find("## shiptag tag") != std::string::npos);
}

TEST_CASE("a file that cannot be written is said, and the others are written all the same") {
  Step step;
  step.files.output = step.folder.path("missing/output");
  const auto told = step.report(outcome_of("tag", ReasonCode::created, "done"));
  REQUIRE_FALSE(told.has_value());
  CHECK(told.error().code == ReasonCode::internal);
  CHECK(told.error().message.find("GITHUB_OUTPUT") != std::string::npos);
  CHECK_FALSE(step.folder.read("summary").empty());
}

TEST_CASE("a file that cannot be written is known before anything is reported") {
  Step step;
  RunnerReport report(step.files, step.log, step.clock, step.secrets);
  CHECK(report.check().has_value());
  for (std::string RunnerFiles::*file : {&RunnerFiles::output, &RunnerFiles::step_summary}) {
    RunnerFiles files = step.files;
    files.*file = step.folder.path("missing/file");
    RunnerReport refused(files, step.log, step.clock, step.secrets);
    CHECK_FALSE(refused.check().has_value());
    CHECK(refused.report(outcome_of("tag", ReasonCode::invalid_input, "said")).has_value());
  }
  report.add_error("not reported in full");
  CHECK(step.count("error") == 3);
}

TEST_CASE("a runner without files still gets its log") {
  Step step;
  step.files = RunnerFiles::from(tests::variables_of({}));
  REQUIRE(step.report(outcome_of("tag", ReasonCode::created, "v1.0.0 is there")).has_value());
  CHECK(step.log.str().find("v1.0.0 is there") != std::string::npos);
}

TEST_CASE("the runner names the files") {
  const auto files = RunnerFiles::from(
      tests::variables_of({{"GITHUB_OUTPUT", "/o"}, {"GITHUB_STEP_SUMMARY", "/m"}}));
  CHECK(files.output == "/o");
  CHECK(files.step_summary == "/m");
}

TEST_CASE("debug lines are commands that show nothing unless asked for") {
  std::ostringstream log;
  WorkflowLog(log).debug("POST\n::error::x");
  const auto commands = commands_in(log.str());
  REQUIRE(commands.size() == 1);
  CHECK(commands[0].name == "debug");
}

TEST_SUITE_END();
