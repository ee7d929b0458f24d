#include <doctest/doctest.h>

#include <ostream>

#include "cli/run.hpp"
#include "fakes/fake_clock.hpp"
#include "fakes/fake_tag_store.hpp"

using namespace shiptag;
using namespace shiptag::cli;

namespace {

Inputs inputs(GivenInputs given) {
  given.emplace("environment", "production");
  return Inputs::check(given).value();
}

domain::Outcome ended_with(ReasonCode code) {
  domain::Outcome outcome{.operation = "deploy"};
  outcome.end(code, "x");
  return outcome;
}

}  // namespace

TEST_SUITE_BEGIN("cli/run/post");

TEST_CASE("only a step with phase: auto that writes has a post step") {
  CHECK(has_post(inputs({{"operation", "deploy"}, {"phase", "auto"}})));
  CHECK(has_post(inputs({{"operation", "rollback"}, {"phase", "auto"}})));
  CHECK_FALSE(has_post(inputs({{"operation", "deploy"}, {"phase", "complete"}})));
  CHECK_FALSE(has_post(inputs({{"operation", "hold"}, {"reason", "x"}})));
  CHECK_FALSE(has_post(inputs({{"operation", "deploy"}, {"phase", "auto"}, {"dry_run", "true"}})));
}

TEST_CASE("a step leaves its deployment's state, that it failed midway, or nothing") {
  domain::Outcome started = ended_with(ReasonCode::started);
  started.for_finish = "{state}";
  CHECK(left_for_post(started) == "{state}");
  CHECK(left_for_post(ended_with(ReasonCode::held)).empty());
  CHECK_FALSE(left_for_post(ended_with(ReasonCode::unavailable)).empty());
}

TEST_CASE("steps of one job differ by what they deploy and where") {
  const domain::RunContext run{.run_id = "1", .job = "deploy"};
  const auto key = [&](GivenInputs given) {
    given.emplace("operation", "deploy");
    return step_key(inputs(std::move(given)), run);
  };
  CHECK(key({{"version", "v1.0.0"}}) == key({{"version", "v1.0.0"}}));
  CHECK(key({{"version", "v1.0.0"}}) != key({{"version", "v1.0.1"}}));
  CHECK(key({{"region", "us-east"}}) != key({{"region", "eu-west"}}));
  CHECK(key({{"sub_project", "api"}}) != key({}));
}

TEST_SUITE_END();
