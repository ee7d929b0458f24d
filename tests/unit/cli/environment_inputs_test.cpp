#include "cli/environment_inputs.hpp"

#include <doctest/doctest.h>

#include <map>
#include <ostream>

#include "fakes/variables.hpp"

using namespace shiptag;
using namespace shiptag::cli;
using shiptag::tests::variables_of;

namespace {

/// What the runner passes where a workflow gives the operation alone: every input of action.yml.
std::map<std::string, std::string, std::less<>> as_the_runner_does(const std::string& operation) {
  std::map<std::string, std::string, std::less<>> variables;
  for (const InputSpec& spec : all_inputs()) {
    std::string name = "INPUT_";
    for (const char c : spec.name) name += c == '_' ? '_' : static_cast<char>(c - 32);
    variables.emplace(name, spec.fallback);
  }
  variables["INPUT_OPERATION"] = operation;
  return variables;
}

}  // namespace

TEST_SUITE_BEGIN("cli/environment_inputs");

TEST_CASE("what the runner passes unasked is the defaults, without a notice") {
  for (const Operation operation : all_operations) {
    const std::string word(to_string(operation));
    const auto read = read_environment(variables_of(as_the_runner_does(word)));
    REQUIRE(read.has_value());
    CHECK(read->notices.empty());
    CHECK(read->given.at("operation") == word);
    CHECK(Inputs::check(read->given).has_value());
  }
}

TEST_CASE("an input is read in both spellings, trimmed") {
  const auto read = read_environment(variables_of(
      {{"INPUT_OPERATION", " tag\n"}, {"INPUT_DRY-RUN", "true"}, {"INPUT_TAG_TYPE", "state"}}));
  REQUIRE(read.has_value());
  CHECK(read->given ==
        GivenInputs{{"operation", "tag"}, {"dry_run", "true"}, {"tag_type", "state"}});
}

TEST_CASE("an input that is set to nothing was not given") {
  const auto read =
      read_environment(variables_of({{"INPUT_OPERATION", "tag"}, {"INPUT_VERSION", "  "}}));
  REQUIRE(read.has_value());
  CHECK(read->given.count("version") == 0);
}

TEST_CASE("two spellings with the same value are one input, with different values a fault") {
  const auto same = read_environment(variables_of(
      {{"INPUT_OPERATION", "tag"}, {"INPUT_DRY_RUN", "true"}, {"INPUT_DRY-RUN", " true"}}));
  REQUIRE(same.has_value());
  CHECK(same->given.at("dry_run") == "true");
  const auto different = read_environment(variables_of(
      {{"INPUT_OPERATION", "tag"}, {"INPUT_DRY_RUN", "true"}, {"INPUT_DRY-RUN", "false"}}));
  REQUIRE_FALSE(different.has_value());
  CHECK(different.error().code == ReasonCode::invalid_input);
  CHECK(different.error().message.find("dry_run") == 0);
}

TEST_CASE("an input that the operation has no use for is ignored, with a notice if it was set") {
  auto variables = as_the_runner_does("hold");
  variables["INPUT_STRATEGY"] = "last_deployed";
  variables["INPUT_MOVE_ENV_TAG"] = "TRUE";  // the default, spelled differently
  variables["INPUT_BUMP"] = "nonsense";
  const auto read = read_environment(variables_of(variables));
  REQUIRE(read.has_value());
  CHECK(read->given.count("strategy") == 0);
  REQUIRE(read->notices.size() == 2);
  CHECK(read->notices[0].message == "hold does not use the input bump; it was ignored");
  CHECK(read->notices[1].message == "hold does not use the input strategy; it was ignored");
}

TEST_CASE("a hostile value is refused even in an input that is not used") {
  auto variables = as_the_runner_does("hold");
  variables["INPUT_BUMP"] = "a\nb";
  CHECK_FALSE(read_environment(variables_of(variables)).has_value());
}

TEST_CASE("a variable that is no input is ignored") {
  const auto read =
      read_environment(variables_of({{"INPUT_OPERATION", "tag"}, {"INPUT_ENTRYPOINT", "\x01"}}));
  REQUIRE(read.has_value());
  CHECK(read->given.size() == 1);
  CHECK_FALSE(has_environment_inputs(variables_of({{"INPUT_ENTRYPOINT", "x"}, {"PATH", "/bin"}})));
  CHECK(has_environment_inputs(variables_of({{"INPUT_OPERATION", ""}})));
  CHECK(has_environment_inputs(variables_of({{"INPUT_TAG-TYPE", ""}})));
}

TEST_CASE("a run's secrets are its tokens, and what lets one in at its remote's address") {
  const Variables given =
      variables_of({{"INPUT_TOKEN", " first-unreal-one "},
                    {"SHIPTAG_TOKEN", "second-unreal-one"},
                    {"GITHUB_TOKEN", "third-unreal-one"},
                    {"INPUT_REMOTE", "https://user:p@ss:word/@host.example/o/r"}});
  const Secrets in_workflow = secrets_of({}, given);
  for (const std::string_view secret :
       {"first-unreal-one", "second-unreal-one", "third-unreal-one", "p@ss:word/"})
    CHECK(in_workflow.redact(secret) == "***");
  CHECK_FALSE(in_workflow.are_in("https://user:@host.example/o/r"));

  struct Row {
    std::vector<std::string> arguments;
    std::string secret;
  };
  for (const Row& row :
       std::vector<Row>{{{"tag", "--remote", "https://unreal-one@host.example/o/r"}, "unreal-one"},
                        {{"tag", "--remote=http://u:unreal-one@host.example/o/r"}, "unreal-one"},
                        {{"tag", "--remote"}, ""},
                        {{"tag", "--remote", "git@host.example:o/r"}, ""},
                        {{"tag", "--remote", "ssh://gituser@host.example/o/r"}, ""},
                        {{"tag", "--remote", "https://host.example/o/r"}, ""},
                        {{"tag", "--reason", "https://host.example/ or@host.example"}, ""}}) {
    CAPTURE(row.arguments.back());
    const Secrets secrets = secrets_of(row.arguments, variables_of({}));
    CHECK(secrets.are_in(row.arguments.back()) == !row.secret.empty());
    if (!row.secret.empty()) CHECK(secrets.redact(row.secret) == "***");
  }
}

TEST_CASE("the command line's token is shiptag's own variable, or the action's input") {
  CHECK(token_of(variables_of({})).empty());
  CHECK(token_of(variables_of({{"SHIPTAG_TOKEN", " not-a-real-token\n"}})) == "not-a-real-token");
  CHECK(token_of(variables_of({{"INPUT_TOKEN", "first"}, {"SHIPTAG_TOKEN", "second"}})) == "first");
  CHECK(token_of(variables_of({{"INPUT_TOKEN", ""}, {"SHIPTAG_TOKEN", "second"}})) == "second");
}

TEST_SUITE_END();
