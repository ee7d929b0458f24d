#include "cli/requests.hpp"

#include <doctest/doctest.h>

#include <ostream>

using namespace shiptag;
using namespace shiptag::cli;

namespace {

const auto workflow_commit =
    domain::ObjectId::from_hex("1111111111111111111111111111111111111111").value();
const auto other_commit =
    domain::ObjectId::from_hex("2222222222222222222222222222222222222222").value();

Inputs inputs_of(const std::string& operation, GivenInputs given = {}) {
  given.insert_or_assign("operation", operation);
  return Inputs::check(given).value();
}

}  // namespace

TEST_SUITE_BEGIN("cli/requests");

TEST_CASE("without inputs a request is what its operation takes for given") {
  const auto tag = tag_request(inputs_of("tag"), {}).value();
  CHECK(tag.tag_type == domain::TagType::version);
  CHECK(tag.prerelease_id == "rc");
  CHECK_FALSE(tag.bump.has_value());
  CHECK_FALSE(tag.state.has_value());
  CHECK_FALSE(tag.commit_sha.has_value());
  CHECK_FALSE(tag.override_reason.has_value());

  const auto deploy = deploy_request(inputs_of("deploy"), {}).value();
  CHECK(deploy.phase == operations::Phase::complete);
  CHECK(deploy.move_env_tag);
  CHECK(deploy.rules.approval == domain::Approval::automatic);
  CHECK(deploy.job_status.empty());
  CHECK(deploy.keeps_records);

  const auto rollback = rollback_request(inputs_of("rollback")).value();
  CHECK(rollback.target_version == "auto");
  CHECK(rollback.criteria.strategy == domain::Strategy::semver);
  CHECK(rollback.criteria.prioritize_stable);
  CHECK(rollback.criteria.exclude_deprecated);
  CHECK_FALSE(rollback.criteria.exclude_unstable);
  CHECK(rollback.criteria.history == domain::History::required);
  CHECK(rollback.hold == operations::HoldScope::environment);

  CHECK_FALSE(hold_request(inputs_of("hold")).value().until.has_value());
  CHECK(resume_request(inputs_of("resume")).value().environment.empty());
}

TEST_CASE("every input of a version tag reaches its request") {
  const auto tag = tag_request(inputs_of("tag", {{"sub_project", "api"},
                                                 {"dry_run", "true"},
                                                 {"version", "v1.2.3"},
                                                 {"bump", "preminor"},
                                                 {"prerelease_id", "beta"},
                                                 {"within", "v1.1"},
                                                 {"initial_version", "v1.0.0"},
                                                 {"aliases", "true"}}),
                               {workflow_commit})
                       .value();
  CHECK(tag.sub_project == "api");
  CHECK(tag.dry_run);
  CHECK(tag.tag_type == domain::TagType::version);
  CHECK(tag.version == "v1.2.3");
  CHECK(tag.bump == domain::Bump::preminor);
  CHECK(tag.prerelease_id == "beta");
  CHECK(tag.within == "v1.1");
  CHECK(tag.initial_version == "v1.0.0");
  CHECK(tag.aliases);
}

TEST_CASE("every input of a state or an environment tag reaches its request") {
  const auto state = tag_request(
      inputs_of("tag", {{"tag_type", "state"}, {"state", "unstable"}, {"delete", "true"}}), {});
  REQUIRE(state.has_value());
  CHECK(state->tag_type == domain::TagType::state);
  CHECK(state->state == domain::State::unstable);
  CHECK(state->remove);

  const auto environment = tag_request(inputs_of("tag", {{"tag_type", "environment"},
                                                         {"environment", "staging"},
                                                         {"force_move", "true"},
                                                         {"allow_downgrade", "true"},
                                                         {"release_hold", "true"},
                                                         {"require_deployed_in", "sandbox"}}),
                                       {});
  REQUIRE(environment.has_value());
  CHECK(environment->tag_type == domain::TagType::environment);
  CHECK(environment->environment == "staging");
  CHECK(environment->force_move);
  CHECK(environment->rules.allow_downgrade);
  CHECK(environment->rules.release_hold);
  CHECK(environment->rules.require_deployed_in == "sandbox");
}

TEST_CASE("an input that would be ignored is refused, and says what it is for") {
  struct Row {
    GivenInputs given;
    std::string name;
    std::string use;
  };
  for (const Row& row : {
           Row{{{"environment", "production"}}, "environment", "tag_type: environment"},
           Row{{{"force_move", "true"}}, "force_move", "tag_type: environment"},
           Row{{{"allow_downgrade", "true"}}, "allow_downgrade", "tag_type: environment"},
           Row{{{"release_hold", "true"}}, "release_hold", "tag_type: environment"},
           Row{{{"require_deployed_in", "a"}}, "require_deployed_in", "tag_type: environment"},
           Row{{{"github_deployment", "off"}}, "github_deployment", "tag_type: environment"},
           Row{{{"state", "stable"}}, "state", "tag_type: state"},
           Row{{{"delete", "true"}}, "delete", "tag_type: state"},
           Row{{{"tag_type", "state"}, {"bump", "minor"}}, "bump", "tag_type: version"},
           Row{{{"tag_type", "environment"}, {"aliases", "true"}}, "aliases", "tag_type: version"},
           Row{{{"prerelease_id", "beta"}}, "prerelease_id", "bump"},
           Row{{{"within", "v1"}}, "within", "bump"},
           Row{{{"initial_version", "v1.0.0"}}, "initial_version", "bump"},
       }) {
    CAPTURE(row.name);
    const auto tag = tag_request(inputs_of("tag", row.given), {});
    REQUIRE_FALSE(tag.has_value());
    CHECK(tag.error().code == ReasonCode::invalid_input);
    CHECK(tag.error().message.find(row.name + " is '") == 0);
    CHECK(tag.error().message.ends_with("it works only with " + row.use));
  }
  CHECK(tag_request(inputs_of("tag", {{"force_move", "False"}, {"prerelease_id", "rc"}}), {}));
  const GivenInputs state = {{"deployment_state", "{}"}};
  CHECK_FALSE(deploy_request(inputs_of("deploy", state), {}).has_value());
  CHECK_FALSE(rollback_request(inputs_of("rollback", state)).has_value());
}

TEST_CASE("every input of deploy reaches its request") {
  const auto deploy = deploy_request(inputs_of("deploy", {{"environment", "production"},
                                                          {"region", "us-east"},
                                                          {"version", "v1.2.3"},
                                                          {"phase", "finish"},
                                                          {"job_status", "failure"},
                                                          {"deployment_state", "{}"},
                                                          {"move_env_tag", "false"},
                                                          {"environment_url", "https://e.org"},
                                                          {"github_deployment", "off"},
                                                          {"github_environment", "live"},
                                                          {"concurrency_group", "lane"},
                                                          {"dispatch_workflow", "smoke.yml"},
                                                          {"approval", "advisory"}}),
                                     {})
                          .value();
  CHECK(deploy.environment == "production");
  CHECK(deploy.region == "us-east");
  CHECK(deploy.version == "v1.2.3");
  CHECK(deploy.phase == operations::Phase::finish);
  CHECK(deploy.job_status == "failure");
  CHECK(deploy.deployment_state == "{}");
  CHECK_FALSE(deploy.move_env_tag);
  CHECK(deploy.environment_url == "https://e.org");
  CHECK_FALSE(deploy.keeps_records);
  CHECK(deploy.github_environment == "live");
  CHECK(deploy.concurrency_group == "lane");
  CHECK(deploy.dispatch_workflow == "smoke.yml");
  CHECK(deploy.rules.approval == domain::Approval::advisory);
}

TEST_CASE("a status that the runner filled in is told from one that somebody wrote") {
  const auto by_runner =
      deploy_request(inputs_of("deploy", {{"job_status", "this_job:failure"}}), {}).value();
  CHECK(by_runner.job_status.empty());
  CHECK(by_runner.this_job_status == "failure");
  const auto by_hand = deploy_request(inputs_of("deploy", {{"job_status", "failure"}}), {}).value();
  CHECK(by_hand.job_status == "failure");
  CHECK(by_hand.this_job_status.empty());
}

TEST_CASE("a workflow to start is a file of the repository's workflows, not a path") {
  for (const char* name : {"smoke", "../smoke.yml", "a/smoke.yml", "smoke.yml?ref=x", "42"}) {
    CAPTURE(name);
    const GivenInputs given = {{"dispatch_workflow", name}};
    CHECK_FALSE(deploy_request(inputs_of("deploy", given), {}).has_value());
    CHECK_FALSE(rollback_request(inputs_of("rollback", given)).has_value());
    CHECK_FALSE(tag_request(inputs_of("tag", given), {}).has_value());
  }
  CHECK(tag_request(inputs_of("tag", {{"dispatch_workflow", "a-b_c.1.yaml"}}), {}).has_value());
}

TEST_CASE("every input of rollback, hold and resume reaches its request") {
  const auto rollback = rollback_request(inputs_of("rollback", {{"target_version", "v1.0.0"},
                                                                {"strategy", "last_deployed"},
                                                                {"prioritize_stable", "false"},
                                                                {"exclude_deprecated", "false"},
                                                                {"exclude_unstable", "true"},
                                                                {"history", "any"},
                                                                {"hold", "version"},
                                                                {"reason", "p99"},
                                                                {"phase", "start"}}))
                            .value();
  CHECK(rollback.target_version == "v1.0.0");
  CHECK(rollback.criteria.strategy == domain::Strategy::last_deployed);
  CHECK_FALSE(rollback.criteria.prioritize_stable);
  CHECK_FALSE(rollback.criteria.exclude_deprecated);
  CHECK(rollback.criteria.exclude_unstable);
  CHECK(rollback.criteria.history == domain::History::any);
  CHECK(rollback.hold == operations::HoldScope::version);
  CHECK(rollback.reason == "p99");
  CHECK(rollback.phase == operations::Phase::start);

  const GivenInputs given = {
      {"environment", "staging"}, {"version", "v1.0.0"}, {"reason", "freeze"}};
  GivenInputs until = given;
  until.emplace("until", "2026-01-02T08:00:00Z");
  const auto hold = hold_request(inputs_of("hold", until)).value();
  CHECK(hold.environment == "staging");
  CHECK(hold.version == "v1.0.0");
  CHECK(hold.reason == "freeze");
  CHECK(hold.until == Timestamp::parse("2026-01-02T08:00:00Z").value());
  const auto resume = resume_request(inputs_of("resume", given)).value();
  CHECK(resume.environment == "staging");
  CHECK(resume.version == "v1.0.0");
  CHECK(resume.reason == "freeze");
}

TEST_CASE("the commit is the given one, else that of the checkout") {
  const GivenInputs given = {{"commit_sha", other_commit.hex()}};
  CHECK(tag_request(inputs_of("tag", given), {workflow_commit})->commit_sha == other_commit);
  CHECK(tag_request(inputs_of("tag"), {workflow_commit})->commit_sha == workflow_commit);
  CHECK(deploy_request(inputs_of("deploy"), {workflow_commit})->commit_sha == workflow_commit);
}

TEST_CASE("an override needs its reason, for every operation") {
  const GivenInputs without = {{"override", "true"}};
  const auto is_refused = [](const auto& request) {
    return !request && request.error().code == ReasonCode::invalid_input &&
           request.error().message.find("override_reason") != std::string::npos;
  };
  CHECK(is_refused(tag_request(inputs_of("tag", without), {})));
  CHECK(is_refused(deploy_request(inputs_of("deploy", without), {})));
  CHECK(is_refused(rollback_request(inputs_of("rollback", without))));
  CHECK(is_refused(hold_request(inputs_of("hold", without))));
  CHECK(is_refused(resume_request(inputs_of("resume", without))));
  const auto with =
      resume_request(inputs_of("resume", {{"override", "true"}, {"override_reason", "outage"}}));
  CHECK(with.value().override_reason == "outage");
  const auto reason_alone = resume_request(inputs_of("resume", {{"override_reason", "outage"}}));
  CHECK_FALSE(reason_alone.value().override_reason.has_value());
}

TEST_SUITE_END();
