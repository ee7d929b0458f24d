#include "adapters/runner/saved_state.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <ostream>

#include "fakes/fake_clock.hpp"
#include "fakes/variables.hpp"
#include "unit/adapters/runner/runner_rules.hpp"
#include "unit/adapters/runner/scratch.hpp"

using namespace shiptag;
using adapters::runner::SavedState;

TEST_SUITE_BEGIN("adapters/runner/saved_state");

namespace {

struct Job {
  tests::Scratch folder;
  fakes::FakeClock clock;
  Secrets secrets;

  /// A stage of the action: with `handed_over` as the runner hands it on, if it does.
  [[nodiscard]] SavedState stage(tests::VariableMap variables = {},
                                 std::string_view key = "0123456789abcdef") const {
    variables.emplace("GITHUB_STATE", folder.path("state"));
    return {tests::variables_of(variables), key, secrets};
  }
};

}  // namespace

TEST_CASE("the runner hands on what the step saved") {
  Job job;
  REQUIRE(job.stage().save("{\"schema\":1}", job.clock).has_value());
  CHECK(tests::entries_of(job.folder.read("state")).at("deployment_state") == "{\"schema\":1}");
  std::filesystem::remove(job.folder.path("shiptag-0123456789abcdef"));
  CHECK(job.stage({{"STATE_deployment_state", "{\"schema\":1}"}}).load() == "{\"schema\":1}");
}

TEST_CASE("where the runner hands nothing on, the file beside its own does") {
  Job job;
  REQUIRE(job.stage().save("first", job.clock).has_value());
  REQUIRE(job.stage().save("second", job.clock).has_value());
  CHECK(job.stage().load() == "second");
  CHECK_FALSE(job.stage({}, "another").load().has_value());
}

TEST_CASE("that nothing is left to do is not the same as that nothing is known") {
  Job job;
  CHECK_FALSE(job.stage().load().has_value());
  REQUIRE(job.stage().save("", job.clock).has_value());
  CHECK(job.stage().load() == "");
  CHECK(job.stage({{"STATE_deployment_state", "none"}}).load() == "");
}

TEST_CASE("no secret is saved") {
  Job job;
  job.secrets.add("not-a-real-token");
  REQUIRE(job.stage().save("not-a-real-token", job.clock).has_value());
  CHECK(tests::entries_of(job.folder.read("state")).at("deployment_state") == "***");
  CHECK(job.folder.read("shiptag-0123456789abcdef") == "***\n");
}

TEST_CASE("a runner without state keeps nothing, and that is no failure") {
  fakes::FakeClock clock;
  const Secrets none;
  const SavedState state(tests::variables_of({}), "key", none);
  CHECK(state.save("{}", clock).has_value());
  CHECK_FALSE(state.load().has_value());
}

TEST_CASE("a file that cannot be written is said") {
  Job job;
  const SavedState state(tests::variables_of({{"GITHUB_STATE", job.folder.path("missing/state")}}),
                         "key", job.secrets);
  const auto saved = state.save("{}", job.clock);
  REQUIRE_FALSE(saved.has_value());
  CHECK(saved.error().message.find("GITHUB_STATE") != std::string::npos);
}

TEST_SUITE_END();
