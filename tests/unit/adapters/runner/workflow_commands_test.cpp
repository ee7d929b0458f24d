#include "adapters/runner/workflow_commands.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <ostream>

#include "fakes/fake_clock.hpp"
#include "unit/adapters/runner/runner_rules.hpp"
#include "unit/adapters/runner/scratch.hpp"

using namespace shiptag::adapters::runner;
using shiptag::tests::commands_in;
using namespace shiptag;
using tests::entries_of;

TEST_SUITE_BEGIN("adapters/runner/workflow_commands");

TEST_CASE("an annotation reads back with its title and message") {
  const std::string title = "deploy: refused (held), 100%";
  const std::string message = "api/v1.2.4 is held: p99 doubled, 50% of calls\nlift it: resume";
  const auto commands = commands_in(annotation(AnnotationLevel::error, title, message));
  REQUIRE(commands.size() == 1);
  CHECK(commands[0].name == "error");
  CHECK(commands[0].properties.at("title") == title);
  CHECK(commands[0].data == message);
}

TEST_CASE("each level has its word") {
  CHECK(annotation(AnnotationLevel::error, "t", "m") == "::error title=t::m\n");
  CHECK(annotation(AnnotationLevel::warning, "t", "m") == "::warning title=t::m\n");
  CHECK(annotation(AnnotationLevel::notice, "t", "m") == "::notice title=t::m\n");
}

TEST_CASE("hostile text stays one command of the kind that was meant") {
  for (const std::string& hostile :
       {std::string("\n::set-env name=PATH::x"), std::string("x\r\n::stop-commands::y"),
        std::string("::error file=a::b"), std::string("##[set-env name=x]y"), std::string("a,b=c"),
        std::string("%0A::debug::x"), std::string("%250A"), std::string("\x1b[31m\xff")}) {
    CAPTURE(hostile);
    const auto commands = commands_in(annotation(AnnotationLevel::warning, hostile, hostile));
    REQUIRE(commands.size() == 1);
    CHECK(commands[0].name == "warning");
    CHECK(commands[0].properties.size() == 1);
    const auto debugged = commands_in(debug(hostile));
    REQUIRE(debugged.size() == 1);
    CHECK(debugged[0].name == "debug");
  }
}

TEST_CASE("a message has at most the bytes that the runner keeps") {
  for (const std::string& text : {std::string(10000, 'x'), std::string(5000, '\n'),
                                  std::string(3000, 'x') + "\n" + std::string(3000, 'y')}) {
    const auto commands = commands_in(annotation(AnnotationLevel::notice, "t", text));
    REQUIRE(commands.size() == 1);
    CHECK(commands[0].data.size() <= 4096);
  }
}

TEST_CASE("a secret is masked as it is") {
  const auto commands = commands_in(add_mask("not%a\nreal-token"));
  REQUIRE(commands.size() == 1);
  CHECK(commands[0].name == "add-mask");
  CHECK(commands[0].data == "not%a\nreal-token");
}

TEST_CASE("nothing between the stop and its token is a command") {
  const std::string text = "::error::x\n  ::set-env name=a::b\ndiff ##[add-path]/tmp\n::resume::";
  const auto commands = commands_in(without_commands(text, "a1b2c3d4") + "::debug::behind\n");
  REQUIRE(commands.size() == 1);
  CHECK(commands[0].name == "debug");
  CHECK(without_commands("", "t") == "::stop-commands::t\n::t::\n");
}

TEST_SUITE_END();

TEST_SUITE_BEGIN("adapters/runner/command_file");

TEST_CASE("any value reads back by the runner's rules") {
  fakes::FakeClock clock;
  for (const std::string& value :
       {std::string(), std::string("v1.2.3"), std::string("a=b<<c"), std::string("\n"),
        std::string("two\nlines\n"), std::string("\r\nx\r"), std::string("<<EOF\nEOF\n"),
        std::string("::error::x"), std::string("shiptag_\n="), std::string(300000, 'x')}) {
    CAPTURE(value);
    const auto entries = entries_of(command_file_entry("before", "1", clock) +
                                    command_file_entry("name", value, clock) +
                                    command_file_entry("after", "2", clock));
    CHECK(entries.size() == 3);
    CHECK(entries.at("name") == value);
    CHECK(entries.at("after") == "2");
  }
}

TEST_CASE("a value that knows the next delimiter does not get it") {
  fakes::FakeClock clock;
  fakes::FakeClock oracle;
  const std::string guessed = "shiptag_" + random_word(oracle);
  const std::string value = "x\n" + guessed + "\nreason_code=created";
  const auto entries = entries_of(command_file_entry("name", value, clock));
  CHECK(entries.size() == 1);
  CHECK(entries.at("name") == value);
}

TEST_CASE("text is added behind what a file has, and makes one that is not there") {
  const tests::Scratch folder;
  const std::string path = folder.path("output");
  REQUIRE(append_to_file(path, "a\n", "GITHUB_OUTPUT", Secrets()).has_value());
  REQUIRE(append_to_file(path, "b\n", "GITHUB_OUTPUT", Secrets()).has_value());
  CHECK(folder.read("output") == "a\nb\n");
}

TEST_CASE("no secret gets into a file") {
  const tests::Scratch folder;
  Secrets secrets;
  secrets.add("not-a-real-token");
  REQUIRE(append_to_file(folder.path("output"), "a=not-a-real-token\n", "GITHUB_OUTPUT", secrets)
              .has_value());
  CHECK(folder.read("output") == "a=***\n");
}

TEST_CASE("a file that the runner does not have is no failure, one that cannot be written is") {
  const tests::Scratch folder;
  CHECK(append_to_file("", "a\n", "GITHUB_OUTPUT", Secrets()).has_value());
  const auto written =
      append_to_file(folder.path("missing/output"), "a\n", "GITHUB_OUTPUT", Secrets());
  REQUIRE_FALSE(written.has_value());
  CHECK(written.error().code == ReasonCode::internal);
  CHECK(written.error().message.find("writing GITHUB_OUTPUT: ") == 0);
  CHECK(check_can_append("", "GITHUB_OUTPUT").has_value());
  CHECK(check_can_append(folder.path("output"), "GITHUB_OUTPUT").has_value());
  CHECK(check_can_append(folder.path("missing/output"), "GITHUB_OUTPUT").error().message ==
        written.error().message);
  const auto full = append_to_file("/dev/full", "a\n", "GITHUB_OUTPUT", Secrets());
  REQUIRE_FALSE(full.has_value());
}

TEST_SUITE_END();
