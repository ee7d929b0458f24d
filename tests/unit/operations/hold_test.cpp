#include "operations/holding/hold.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <ostream>

#include "containing.hpp"
#include "project.hpp"

using namespace shiptag;
using namespace shiptag::tests;
using fakes::commit_of;
using Call = fakes::FakeTagStore::Call;

TEST_SUITE_BEGIN("operations/hold and resume");

namespace {

operations::HoldRequest freeze() {
  operations::HoldRequest request;
  request.environment = "production";
  request.reason = "holidays";
  return request;
}

operations::ResumeRequest resumption(const char* version = "") {
  operations::ResumeRequest request;
  request.environment = "production";
  request.version = version;
  return request;
}

struct Deployed : Project {
  Deployed() {
    has_versions({"v1.0.1", "v1.0.2"});
    CHECK(verdict(deploy("v1.0.1")) == "done/created");
  }
};

}  // namespace

TEST_CASE("a hold leaves the commit where it is, and has a line of its own") {
  Deployed project;
  const auto outcome = operations::hold(freeze(), project.ports);
  CHECK(verdict(outcome) == "done/recorded");
  CHECK(project.history() == "hold v1.0.1, deploy v1.0.1");
  CHECK(project.commit_at("production") == commit_of("v1.0.1").hex());
  CHECK(verdict(project.deploy("v1.0.2")) == "refused/held");
  CHECK(verdict(operations::hold(freeze(), project.ports)) == "unchanged/already_there");
}

TEST_CASE("what could not be written is not said to be held or lifted") {
  Deployed project;
  const Error locked{ReasonCode::unavailable, "locked"};
  project.tags.fail_next(Call::update, locked);
  const auto hold = operations::hold(freeze(), project.ports);
  CHECK(hold.headline == Containing("locked"));
  CHECK(entity_at(hold, "holds") == "[0]");
  CHECK(verdict(operations::hold(freeze(), project.ports)) == "done/recorded");
  project.tags.fail_next(Call::update, locked);
  const auto resume = operations::resume(resumption(), project.ports);
  CHECK(entity_at(resume, "holds") == "[1]");
  CHECK(std::ranges::count(resume.findings, "Lifted", &domain::Finding::subject) == 0);
}

TEST_CASE("a hold of a version keeps out every version tag on its commit") {
  Deployed project;
  project.tags.put_lightweight("v1.0.3", commit_of("v1.0.2"));
  auto request = freeze();
  request.version = "v1.0.2";
  CHECK(verdict(operations::hold(request, project.ports)) == "done/recorded");
  CHECK(verdict(project.deploy("v1.0.3")) == "refused/held");
  CHECK(verdict(project.deploy("v1.0.1")) == "done/recorded");
  CHECK(verdict(operations::resume(resumption("v1.0.2"), project.ports)) == "done/recorded");
  CHECK(verdict(project.deploy("v1.0.3")) == "done/moved");
}

TEST_CASE("who resumes one version is told that the environment is held as well") {
  Deployed project;
  auto of_version = freeze();
  of_version.version = "v1.0.2";
  CHECK(verdict(operations::hold(of_version, project.ports)) == "done/recorded");
  CHECK(verdict(operations::hold(freeze(), project.ports)) == "done/recorded");
  const std::string still =
      "production itself is still on hold: to lift that, resume without version";
  CHECK(operations::resume(resumption("v1.0.1"), project.ports).headline == Containing(still));
  CHECK(operations::resume(resumption("v1.0.2"), project.ports).headline == Containing(still));
  CHECK(operations::resume(resumption(), project.ports).headline ==
        "production is open to deployments again");
}

TEST_CASE("a refusal names the hold that stands longest, and a deployment those that it lifts") {
  Deployed project;
  auto night = freeze();
  night.reason = "night";
  night.until = Timestamp{project.clock.now().seconds + 60};
  CHECK(verdict(operations::hold(night, project.ports)) == "done/recorded");
  CHECK(verdict(operations::hold(freeze(), project.ports)) == "done/recorded");
  const auto refused = project.deploy("v1.0.2");
  CHECK(refused.headline == Containing(": holidays; the longest of 2 holds"));
  operations::DeployRequest request;
  request.environment = "production";
  request.version = "v1.0.2";
  request.rules.release_hold = true;
  const auto deployed = operations::deploy(request, project.ports);
  CHECK(std::ranges::count(deployed.findings, "Lifts hold", &domain::Finding::subject) == 2);
}

TEST_CASE("a hold ends when its time has come") {
  Deployed project;
  auto request = freeze();
  request.until = Timestamp{project.clock.now().seconds + 3600};
  CHECK(verdict(operations::hold(request, project.ports)) == "done/recorded");
  CHECK(verdict(project.deploy("v1.0.2")) == "refused/held");
  project.clock.advance(std::chrono::seconds(3600));
  CHECK(verdict(operations::resume(resumption(), project.ports)) == "unchanged/already_there");
  CHECK(verdict(project.deploy("v1.0.2")) == "done/moved");
}

TEST_CASE("resume without a version lifts all holds, with one those of its commit") {
  Deployed project;
  auto of_version = freeze();
  of_version.version = "v1.0.2";
  CHECK(verdict(operations::hold(of_version, project.ports)) == "done/recorded");
  CHECK(verdict(operations::hold(freeze(), project.ports)) == "done/recorded");
  CHECK(verdict(operations::resume(resumption("v1.0.1"), project.ports)) ==
        "unchanged/already_there");
  auto request = resumption();
  request.reason = "the holidays are over";
  const auto lifted = operations::resume(request, project.ports);
  CHECK(project.tags.message("production") ==
        Containing("Resumed by octocat\nReason: the holidays are over\n"));
  CHECK(verdict(lifted) == "done/recorded");
  CHECK(entity_at(lifted, "holds") == "[0]");
  REQUIRE(lifted.findings.size() == 2);
  CHECK(lifted.findings[0].subject == "Lifted");
  CHECK(lifted.findings[0].value == Containing("v1.0.2, on hold"));
  CHECK(lifted.findings[1].value == Containing("production, on hold"));
  CHECK(verdict(operations::resume(resumption(), project.ports)) == "unchanged/already_there");
}

TEST_CASE("a hold that loses a race is placed on what won it") {
  Deployed project;
  project.tags.before_update = [&] { CHECK(verdict(project.deploy("v1.0.2")) == "done/moved"); };
  CHECK(verdict(operations::hold(freeze(), project.ports)) == "done/recorded");
  CHECK(project.history() == "hold v1.0.2, deploy v1.0.2, deploy v1.0.1");
}

TEST_CASE("a ledger is not filled with holds") {
  Deployed project;
  auto request = freeze();
  for (int i = 0; i < 50; ++i) {
    request.reason = "freeze " + std::to_string(i);
    CHECK(verdict(operations::hold(request, project.ports)) == "done/recorded");
  }
  request.reason = "one more";
  CHECK(verdict(operations::hold(request, project.ports)) == "refused/invalid_input");
  CHECK(verdict(operations::resume(resumption(), project.ports)) == "done/recorded");
}

TEST_CASE("what cannot be held is refused") {
  Project project;
  CHECK(verdict(operations::hold(freeze(), project.ports)) == "refused/nothing_deployed");
  CHECK(verdict(operations::resume(resumption(), project.ports)) == "refused/nothing_deployed");
  auto request = freeze();
  request.version = "v9.9.9";
  CHECK(verdict(operations::hold(request, project.ports)) == "refused/version_not_found");
  request = freeze();
  request.reason.clear();
  CHECK(verdict(operations::hold(request, project.ports)) == "refused/invalid_input");
  request = freeze();
  request.until = project.clock.now();
  CHECK(verdict(operations::hold(request, project.ports)) == "refused/invalid_input");
}

TEST_CASE("a dry run of a hold or a resume writes nothing") {
  Deployed project;
  const auto writes = project.writes();
  auto request = freeze();
  request.dry_run = true;
  CHECK(verdict(operations::hold(request, project.ports)) == "planned/recorded");
  CHECK(project.writes() == writes);
  CHECK(verdict(operations::hold(freeze(), project.ports)) == "done/recorded");
  auto resume = resumption();
  resume.dry_run = true;
  CHECK(verdict(operations::resume(resume, project.ports)) == "planned/recorded");
  CHECK(project.ledger().lines().front().holds.size() == 1);
}

TEST_SUITE_END();
