#include "cli/command.hpp"

#include <doctest/doctest.h>

#include <map>
#include <ostream>

#include "cli/command_line.hpp"
#include "cli/help.hpp"
#include "fakes/variables.hpp"

using namespace shiptag;
using namespace shiptag::cli;
using shiptag::tests::variables_of;

TEST_SUITE_BEGIN("cli/command");

TEST_CASE("without arguments the inputs are those that the runner passes") {
  const auto command =
      read_command({}, variables_of({{"INPUT_OPERATION", "resume"}, {"INPUT_BUMP", "minor"}}));
  REQUIRE(command.has_value());
  REQUIRE(command->inputs.has_value());
  CHECK(command->inputs->operation() == Operation::resume);
  CHECK(command->notices.size() == 1);
}

TEST_CASE("the post step has the inputs of its step, and nothing is started anew") {
  const auto variables =
      variables_of({{"INPUT_OPERATION", "deploy"}, {"INPUT_JOB_STATUS", "failure"}});
  const auto command = read_command({"--post"}, variables);
  REQUIRE(command.has_value());
  CHECK(command->is_post);
  CHECK(command->inputs->operation() == Operation::deploy);
  CHECK(command->inputs->text("phase") == "auto");
  CHECK(command->inputs->text("job_status") == "failure");
  CHECK(asked_operation({"--post"}, variables) == "deploy");
  CHECK_FALSE(read_command({}, variables)->is_post);
}

TEST_CASE("phase auto is the default in a workflow, and none for people") {
  const auto in_workflow = read_command({}, variables_of({{"INPUT_OPERATION", "rollback"}}));
  REQUIRE(in_workflow.has_value());
  CHECK(in_workflow->inputs->text("phase") == "auto");
  const auto by_hand = read_command({"rollback"}, variables_of({}));
  REQUIRE(by_hand.has_value());
  CHECK(by_hand->inputs->text("phase") == "complete");
  CHECK_FALSE(read_command({"rollback", "--phase", "auto"}, variables_of({})).has_value());
}

TEST_CASE("with arguments the runner's variables are left alone, but for the token") {
  const auto command = read_command(
      {"tag", "--version", "v1.0.0"},
      variables_of(
          {{"INPUT_OPERATION", "resume"}, {"INPUT_DRY_RUN", "true"}, {"SHIPTAG_TOKEN", "t"}}));
  REQUIRE(command.has_value());
  CHECK(command->inputs->operation() == Operation::tag);
  CHECK(command->inputs->text("version") == "v1.0.0");
  CHECK(command->inputs->text("token") == "t");
  CHECK_FALSE(command->inputs->flag("dry_run"));
}

TEST_CASE("an input with a secret in it is refused, in a workflow and by hand") {
  for (const auto& command :
       {read_command({}, variables_of({{"INPUT_OPERATION", "hold"},
                                       {"INPUT_REASON", "for not-a-real-token"},
                                       {"INPUT_TOKEN", "not-a-real-token"}})),
        read_command({"hold", "--reason", "for not-a-real-token"},
                     variables_of({{"SHIPTAG_TOKEN", "not-a-real-token"}})),
        read_command({"hold", "--reason", "for not-a-real-token"},
                     variables_of({{"GITHUB_TOKEN", "not-a-real-token"}}))}) {
    REQUIRE_FALSE(command.has_value());
    CHECK(command.error().code == ReasonCode::invalid_input);
    CHECK(command.error().message.starts_with("reason contains one of this run's secrets"));
  }
}

TEST_CASE("with nothing at all a person sees the help, and a workflow an error") {
  CHECK(read_command({}, variables_of({}))->text == general_help());
  const auto in_workflow = read_command({}, variables_of({{"GITHUB_ACTIONS", "true"}}));
  REQUIRE_FALSE(in_workflow.has_value());
  CHECK(in_workflow.error().code == ReasonCode::invalid_input);
}

TEST_CASE("help and version are text, and --version behind an operation is its input") {
  CHECK(read_command({"--help"}, variables_of({}))->text == general_help());
  CHECK(read_command({"deploy", "--help"}, variables_of({}))->text == help_for(Operation::deploy));
  CHECK(read_command({"deploy", "--version", "v1.0.0", "-h"}, variables_of({}))->text ==
        help_for(Operation::deploy));
  CHECK(read_command({"--version"}, variables_of({}))->text == version_line());
  CHECK(read_command({"tag", "--version", "v1.0.0"}, variables_of({}))->inputs.has_value());
}

TEST_CASE("values are checked whichever way they come") {
  CHECK_FALSE(read_command({"tag", "--dry-run=maybe"}, variables_of({})).has_value());
  CHECK_FALSE(
      read_command({}, variables_of({{"INPUT_OPERATION", "tag"}, {"INPUT_DRY_RUN", "maybe"}}))
          .has_value());
}

TEST_CASE("the operation is known for the report even where the rest is wrong") {
  CHECK(asked_operation({"tag", "--nonsense"}, variables_of({})) == "tag");
  CHECK(asked_operation({}, variables_of({{"INPUT_OPERATION", " hold "}})) == "hold");
  CHECK(asked_operation({"\x1b[31m"}, variables_of({})).empty());
  CHECK(asked_operation({}, variables_of({})).empty());
}

TEST_CASE("an operation's help has each of its options, and none of the others'") {
  for (const Operation operation : all_operations) {
    const std::string help = help_for(operation);
    CAPTURE(help);
    for (const InputSpec& spec : all_inputs()) {
      if (spec.name == "operation" || spec.name == "token") continue;
      CAPTURE(spec.name);
      const bool listed = help.find("\n  --" + option_for(spec.name)) != std::string::npos;
      CHECK(listed == spec.used_by.contains(operation));
    }
    CHECK(help.find("--token") == std::string::npos);
  }
}

TEST_CASE("help fits a terminal and ends with a newline") {
  for (const std::string& text :
       {general_help(), help_for(Operation::tag), help_for(Operation::rollback)}) {
    CHECK(text.back() == '\n');
    std::size_t length = 0;
    for (const char c : text) {
      length = c == '\n' ? 0 : length + 1;
      REQUIRE(length <= 88);
    }
  }
}

TEST_SUITE_END();
