#include "adapters/runner/workflow_commands.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <ostream>

#include "fakes/fake_clock.hpp"
#include "unit/adapters/runner/runner_rules.hpp"
#include "unit/adapters/runner/scratch.hpp"

using namespace shiptag;
using namespace shiptag::adapters::runner;
using tests::entries_of;

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
