#include "cli/run.hpp"

#include <doctest/doctest.h>

#include <ostream>

#include "fakes/fake_clock.hpp"
#include "fakes/fake_tag_store.hpp"

using namespace shiptag;
using namespace shiptag::cli;

namespace {

// No operation below gets as far as to need a record or an environment's configuration.
class NoRecords final : public ports::LedgerFormat {
 public:
  [[nodiscard]] Expected<domain::Ledger> read_ledger(std::string_view /*message*/) const override {
    return domain::Ledger{};
  }
  [[nodiscard]] std::string write_line(const domain::LedgerLine& /*line*/) const override {
    return "{}";
  }
  [[nodiscard]] Expected<domain::DeploymentState> read_state(
      std::string_view /*text*/) const override {
    return fail(ReasonCode::invalid_input, "deployment_state is none");
  }
  [[nodiscard]] std::string write_state(const domain::DeploymentState& /*state*/) const override {
    return "{}";
  }
  [[nodiscard]] std::string write(const Value& /*value*/) const override { return "{}"; }
};

class NoEnvironments final : public ports::EnvironmentSource {
 public:
  Expected<domain::EnvironmentNames> names() override { return domain::EnvironmentNames(); }
  Expected<domain::EnvironmentConfig> load(std::string_view /*environment*/,
                                           std::string_view /*region*/) override {
    return domain::EnvironmentConfig{};
  }
};

class SilentLog final : public ports::Log {
 public:
  void debug(std::string_view /*line*/) override {}
};

struct Surrounded {
  fakes::FakeTagStore tags;
  NoRecords records;
  NoEnvironments environments;
  fakes::FakeClock clock;
  SilentLog log;
  domain::RunContext context{.actor = "octocat", .actor_email = "octocat@example.com"};
  operations::Ports ports{tags, records, environments, clock, log, context};

  domain::Outcome operator()(const GivenInputs& given) {
    const auto commit = domain::ObjectId::from_hex("1111111111111111111111111111111111111111");
    return cli::run(Inputs::check(given).value(), {commit}, ports);
  }
};

}  // namespace

TEST_SUITE_BEGIN("cli/run");

TEST_CASE("each operation is the one that was asked for") {
  for (const Operation operation : all_operations) {
    Surrounded run;
    const std::string word(to_string(operation));
    const auto outcome = run({{"operation", word}});
    CAPTURE(word);
    CHECK(outcome.operation == word);
    CHECK(outcome.reason_code == ReasonCode::invalid_input);
    CHECK_FALSE(outcome.headline.empty());
    CHECK(run.tags.count(fakes::FakeTagStore::Call::update) == 0);
  }
}

TEST_CASE("a version is tagged on the commit of the checkout") {
  Surrounded run;
  const auto outcome = run({{"operation", "tag"}, {"version", "v1.0.0"}});
  CHECK(outcome.reason_code == ReasonCode::created);
  REQUIRE(run.tags.find("v1.0.0").has_value());
  CHECK(run.tags.find("v1.0.0")->commit.hex() == "1111111111111111111111111111111111111111");
}

TEST_CASE("inputs that do not go together end the run before its operation") {
  for (const Operation operation : all_operations) {
    Surrounded run;
    const std::string word(to_string(operation));
    const auto outcome = run({{"operation", word}, {"override", "true"}});
    CHECK(outcome.operation == word);
    CHECK(outcome.decision == Decision::refused);
    CHECK(outcome.headline.find("override_reason") != std::string::npos);
    CHECK(run.tags.count(fakes::FakeTagStore::Call::list) == 0);
  }
}

TEST_CASE("in a job that has failed already, phase: auto records what it deploys as a success") {
  Surrounded run;
  run.tags.put_lightweight("v1.0.0", domain::ObjectId::from_hex(std::string(40, '1')).value());
  const auto outcome = run({{"operation", "deploy"},
                            {"environment", "production"},
                            {"version", "v1.0.0"},
                            {"phase", "auto"},
                            {"job_status", "failure"}});
  CHECK(outcome.reason_code == ReasonCode::created);
  CHECK(run.tags.find("production").has_value());
}

TEST_CASE("a post step does nothing where its step left nothing to end") {
  Surrounded run;
  const auto inputs =
      Inputs::check({{"operation", "deploy"}, {"environment", "production"}, {"phase", "auto"}});
  CHECK_FALSE(run_post(inputs.value(), {}, "", run.ports).has_value());
  CHECK(run.tags.calls.empty());
  const auto unknown = run_post(inputs.value(), {}, std::nullopt, run.ports);
  REQUIRE(unknown.has_value());
  CHECK(unknown->operation == "deploy");
}

TEST_CASE("inputs for GitHub are noticed where its API cannot be asked") {
  Surrounded run;
  const auto outcome = run({{"operation", "deploy"},
                            {"environment", "production"},
                            {"version", "v1.0.0"},
                            {"concurrency_group", "lane"}});
  REQUIRE_FALSE(outcome.notices.empty());
  CHECK(outcome.notices.back().message.find("concurrency_group") == 0);
}

TEST_CASE("a run that failed before it began says why") {
  const auto outcome = failed_before("tag", {ReasonCode::unavailable, "no route", "try later"});
  CHECK(outcome.operation == "tag");
  CHECK(outcome.decision == Decision::failed);
  CHECK(outcome.reason_code == ReasonCode::unavailable);
  CHECK(outcome.headline == "no route");
  CHECK(outcome.hint == "try later");
}

TEST_SUITE_END();
