#include "adapters/runner/workflow_commands.hpp"

#include <doctest/doctest.h>

#include <ostream>

#include "unit/adapters/runner/runner_rules.hpp"

using namespace shiptag::adapters::runner;
using shiptag::tests::commands_in;

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
