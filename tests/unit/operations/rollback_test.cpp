#include "operations/deploying/rollback.hpp"

#include <doctest/doctest.h>

#include <ostream>

#include "containing.hpp"
#include "project.hpp"

using namespace shiptag;
using namespace shiptag::tests;
using fakes::commit_of;
using Call = fakes::FakeTagStore::Call;

TEST_SUITE_BEGIN("operations/rollback");

namespace {

operations::RollbackRequest of_production() {
  operations::RollbackRequest request;
  request.environment = "production";
  request.reason = "p99 latency doubled";
  return request;
}

/// v1.0.1, v1.0.2 and v1.0.3 were deployed one after the other.
struct ThreeDeployed : Project {
  ThreeDeployed() {
    has_versions({"v1.0.1", "v1.0.2", "v1.0.3"});
    for (const char* version : {"v1.0.1", "v1.0.2", "v1.0.3"})
      CHECK(decision_for(deploy(version).reason_code) == Decision::done);
    tags.calls.clear();
  }
};

}  // namespace

TEST_CASE("a rollback takes the environment back and holds it, in three calls") {
  ThreeDeployed project;
  const auto outcome = operations::rollback(of_production(), project.ports);
  CHECK(verdict(outcome) == "done/moved");
  CHECK(project.tags.calls == std::vector{Call::list, Call::read, Call::update});
  CHECK(project.history() == "rollback v1.0.2, deploy v1.0.3, deploy v1.0.2, deploy v1.0.1");
  CHECK(project.commit_at("production") == commit_of("v1.0.2").hex());
  CHECK(output(outcome, "target_version") == "v1.0.2");
  CHECK(output(outcome, "previous_version") == "v1.0.3");
  CHECK(project.tags.message("production") ==
        Containing("by octocat: v1.0.3 withdrawn: p99 latency doubled"));
  CHECK(entity_at(outcome, "rollback_target/candidate_versions") == "[2]");
}

TEST_CASE("after a rollback every deployment is refused until a person resumes") {
  ThreeDeployed project;
  CHECK(verdict(operations::rollback(of_production(), project.ports)) == "done/moved");
  project.has_versions({"v1.0.4"});
  const auto refused = project.deploy("v1.0.4");
  CHECK(verdict(refused) == "refused/held");
  CHECK(refused.headline == Containing("p99 latency doubled"));
  operations::ResumeRequest resume;
  resume.environment = "production";
  CHECK(verdict(operations::resume(resume, project.ports)) == "done/recorded");
  CHECK(verdict(project.deploy("v1.0.4")) == "done/moved");
}

TEST_CASE("release_hold lifts the hold with the deployment") {
  ThreeDeployed project;
  CHECK(verdict(operations::rollback(of_production(), project.ports)) == "done/moved");
  operations::DeployRequest request;
  request.environment = "production";
  request.version = "v1.0.3";
  request.rules.release_hold = true;
  CHECK(verdict(operations::deploy(request, project.ports)) == "done/moved");
  CHECK(project.ledger().lines().front().holds.empty());
}

TEST_CASE("hold: version keeps out the withdrawn commit alone, hold: none keeps out nothing") {
  ThreeDeployed project;
  auto request = of_production();
  request.hold = operations::HoldScope::version;
  CHECK(verdict(operations::rollback(request, project.ports)) == "done/moved");
  CHECK(verdict(project.deploy("v1.0.3")) == "refused/held");
  project.has_versions({"v1.0.4"});
  CHECK(verdict(project.deploy("v1.0.4")) == "done/moved");
  request.hold = operations::HoldScope::none;
  CHECK(verdict(operations::rollback(request, project.ports)) == "done/moved");
  CHECK(verdict(project.deploy("v1.0.4")) == "done/moved");
}

TEST_CASE("nothing deployed, or nothing to go back to, is refused") {
  Project project;
  project.has_versions({"v1.0.1", "v1.0.2"});
  CHECK(verdict(operations::rollback(of_production(), project.ports)) ==
        "refused/nothing_deployed");
  CHECK(verdict(project.deploy("v1.0.2")) == "done/created");
  const auto outcome = operations::rollback(of_production(), project.ports);
  CHECK(verdict(outcome) == "refused/no_target");
  CHECK(entity_at(outcome, "rollback_target/rejected_versions") == "[1]");
  CHECK(entity_at(outcome, "rollback_target/rejected_versions/0/reason") == "never_deployed");
}

TEST_CASE("an explicit target passes the same rules, and an override lifts them") {
  ThreeDeployed project;
  project.run.override_allowed = true;
  project.has_versions({"v1.0.0"});
  auto request = of_production();
  request.target_version = "v1.0.0";
  CHECK(verdict(operations::rollback(request, project.ports)) == "refused/never_deployed");
  request.target_version = "v1.0.9";
  CHECK(verdict(operations::rollback(request, project.ports)) == "refused/version_not_found");
  request.target_version = "v1.0.3";
  CHECK(verdict(operations::rollback(request, project.ports)) == "refused/not_lower");
  request.target_version = "latest";
  CHECK(verdict(operations::rollback(request, project.ports)) == "refused/invalid_input");
  request.target_version = "v1.0.0";
  request.override_reason = "known good";
  CHECK(verdict(operations::rollback(request, project.ports)) == "done/moved");
  CHECK(project.ledger().lines().front().override_used->lifted ==
        std::vector<std::string>{"never_deployed"});
}

TEST_CASE("a rollback run again is unchanged, or superseded once something came after it") {
  ThreeDeployed project;
  project.in_run("42");
  const auto first = operations::rollback(of_production(), project.ports);
  const auto again = operations::rollback(of_production(), project.ports);
  CHECK(verdict(again) == "unchanged/already_there");
  CHECK(output(again, "target_version") == "v1.0.2");
  CHECK(output(again, "deployment_id") == output(first, "deployment_id"));
  project.in_run("43");
  CHECK(verdict(operations::rollback(of_production(), project.ports)) == "done/moved");
  project.in_run("42");
  const auto late = operations::rollback(of_production(), project.ports);
  CHECK(verdict(late) == "refused/superseded");
  CHECK(late.headline == Containing("v1.0.1"));
  CHECK(project.commit_at("production") == commit_of("v1.0.1").hex());
}

TEST_CASE("where someone moved the tag by hand, the highest version on its commit is current") {
  ThreeDeployed project;
  project.tags.put(
      "production",
      {commit_of("v1.0.2"), {"o", "o@example.com"}, {}, project.tags.message("production")});
  const auto outcome = operations::rollback(of_production(), project.ports);
  CHECK(output(outcome, "previous_version") == "v1.0.2");
  CHECK(output(outcome, "target_version") == "v1.0.1");
}

TEST_CASE("faults in the configuration and a hold stand in no rollback's way") {
  ThreeDeployed project;
  project.environments.config.faults = {Error{ReasonCode::secrets_not_encrypted, "plain secrets"}};
  auto outcome = operations::rollback(of_production(), project.ports);
  CHECK(verdict(outcome) == "done/moved");
  REQUIRE_FALSE(outcome.notices.empty());
  CHECK(outcome.notices.front().level == domain::Notice::Level::warning);
  CHECK(outcome.notices.front().message == Containing("plain secrets"));
  CHECK(verdict(operations::rollback(of_production(), project.ports)) == "done/moved");
  CHECK(project.commit_at("production") == commit_of("v1.0.1").hex());
}

TEST_CASE("a stable version is preferred, and what is passed over is named") {
  ThreeDeployed project;
  project.tags.put_lightweight("v1.0.1-stable", commit_of("v1.0.1"));
  const auto outcome = operations::rollback(of_production(), project.ports);
  CHECK(output(outcome, "target_version") == "v1.0.1");
  REQUIRE(outcome.notices.size() == 1);
  CHECK(outcome.notices.front().message == Containing("v1.0.2 is higher"));
}

TEST_CASE("where the tag of what ran before is gone, the commit that it had is named") {
  ThreeDeployed project;
  project.tags.remove("v1.0.2");
  auto request = of_production();
  request.target_version = "v1.0.2";
  const auto asked = operations::rollback(request, project.ports);
  CHECK(verdict(asked) == "refused/version_not_found");
  CHECK(asked.headline == Containing(commit_of("v1.0.2").hex()));
  const auto outcome = operations::rollback(of_production(), project.ports);
  CHECK(output(outcome, "target_version") == "v1.0.1");
  REQUIRE(outcome.notices.size() == 1);
  CHECK(outcome.notices.front().message == Containing("v1.0.2 also ran here, but its tag is gone"));
}

TEST_CASE("a second rollback says that it is one, and a tag without a ledger that it has none") {
  ThreeDeployed project;
  CHECK(operations::rollback(of_production(), project.ports).notices.empty());
  const auto second = operations::rollback(of_production(), project.ports);
  REQUIRE(second.notices.size() == 1);
  CHECK(second.notices.front().message == Containing("octocat rolled production back to v1.0.2"));
  project.tags.put_lightweight("production", commit_of("v1.0.3"));
  auto request = of_production();
  request.criteria.history = domain::History::any;
  const auto blind = operations::rollback(request, project.ports);
  REQUIRE(blind.notices.size() == 1);
  CHECK(blind.notices.front().title == "No history");
}

TEST_CASE("a line that does not say when it was written says all the rest") {
  ThreeDeployed project;
  CHECK(verdict(operations::rollback(of_production(), project.ports)) == "done/moved");
  std::string message = project.tags.message("production");
  for (auto at = message.find(R"("completed_at":")"); at != std::string::npos;
       at = message.find(R"("completed_at":")"))
    message.replace(at, message.find(',', at) - at, R"("completed_at":null)");
  project.tags.put("production", {commit_of("v1.0.2"), {"o", "o@example.com"}, {}, message});
  const auto again = operations::rollback(of_production(), project.ports);
  CHECK(verdict(again) == "done/moved");
  CHECK(again.notices.front().title == "Rolled back before");
}

TEST_CASE("a tag that was set without a deployment says what runs, and has a ledger") {
  Project project;
  project.has_versions({"v1.0.1", "v1.0.2"});
  operations::TagRequest tag;
  tag.tag_type = domain::TagType::environment;
  tag.environment = "production";
  tag.version = "v1.0.2";
  CHECK(verdict(operations::tag(tag, project.ports)) == "done/created");
  auto request = of_production();
  request.criteria.history = domain::History::any;
  const auto outcome = operations::rollback(request, project.ports);
  CHECK(verdict(outcome) == "done/moved");
  CHECK(output(outcome, "previous_version") == "v1.0.2");
  CHECK(outcome.notices.empty());
}

TEST_CASE("every version whose tag is lost, and that would have come first, is named") {
  ThreeDeployed project;
  project.has_versions({"v1.0.4"});
  CHECK(verdict(project.deploy("v1.0.4")) == "done/moved");
  project.tags.remove("v1.0.2");
  project.tags.remove("v1.0.3");
  const auto outcome = operations::rollback(of_production(), project.ports);
  CHECK(output(outcome, "target_version") == "v1.0.1");
  REQUIRE(outcome.notices.size() == 1);
  CHECK(outcome.notices.front().message == Containing("v1.0.2"));
  CHECK(outcome.notices.front().message == Containing("v1.0.3"));
}

TEST_CASE("whoever names the target is not told which other tags are lost") {
  ThreeDeployed project;
  project.tags.remove("v1.0.2");
  auto request = of_production();
  request.target_version = "v1.0.1";
  const auto outcome = operations::rollback(request, project.ports);
  CHECK(output(outcome, "target_version") == "v1.0.1");
  CHECK(outcome.notices.empty());
}

TEST_CASE("what goes where another commit of that name ran is a warning") {
  ThreeDeployed project;
  project.tags.put_lightweight("v1.0.2", commit_of("v1.0.0"));
  auto request = of_production();
  request.target_version = "v1.0.2";
  request.criteria.history = domain::History::any;
  const auto outcome = operations::rollback(request, project.ports);
  CHECK(verdict(outcome) == "done/moved");
  REQUIRE(outcome.notices.size() == 1);
  CHECK(outcome.notices.front().message ==
        Containing("v1.0.2 ran in production from commit " + commit_of("v1.0.2").hex()));
}

TEST_CASE("a rollback that failed moves nothing and holds nothing") {
  ThreeDeployed project;
  auto request = of_production();
  request.job_status = "failure";
  CHECK(verdict(operations::rollback(request, project.ports)) == "done/recorded");
  CHECK(project.writes() == 0);
}

TEST_CASE("start and finish of a rollback") {
  ThreeDeployed project;
  auto request = of_production();
  request.phase = operations::Phase::start;
  const auto started = operations::rollback(request, project.ports);
  CHECK(verdict(started) == "done/started");
  operations::RollbackRequest finish;
  finish.phase = operations::Phase::finish;
  finish.deployment_state = output(started, "deployment_state");
  finish.job_status = "success";
  CHECK(verdict(operations::rollback(finish, project.ports)) == "done/moved");
  CHECK(project.ledger().lines().front().operation == domain::LedgerOperation::rollback);
  CHECK(project.ledger().lines().front().holds.size() == 1);
}

TEST_CASE("a dry run of a rollback writes nothing") {
  ThreeDeployed project;
  auto request = of_production();
  request.dry_run = true;
  CHECK(verdict(operations::rollback(request, project.ports)) == "planned/moved");
  CHECK(project.writes() == 0);
}

TEST_SUITE_END();
