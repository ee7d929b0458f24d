#include <doctest/doctest.h>

#include <functional>
#include <ostream>

#include "containing.hpp"
#include "project.hpp"

using namespace shiptag;
using namespace shiptag::tests;

TEST_SUITE_BEGIN("operations/tag of a state or an environment");

namespace {

operations::TagRequest mark(const char* version, domain::State state) {
  operations::TagRequest request;
  request.tag_type = domain::TagType::state;
  request.version = version;
  request.state = state;
  return request;
}

operations::TagRequest at(const char* version) {
  operations::TagRequest request;
  request.tag_type = domain::TagType::environment;
  request.environment = "production";
  request.version = version;
  return request;
}

}  // namespace

TEST_CASE("a state tag points at its version's commit") {
  Project project;
  project.has_versions({"v1.0.1"});
  const auto outcome = operations::tag(mark("v1.0.1", domain::State::stable), project.ports);
  CHECK(verdict(outcome) == "done/created");
  CHECK(project.commit_at("v1.0.1-stable") == fakes::commit_of("v1.0.1").hex());
  CHECK(output(outcome, "tag_name") == "v1.0.1-stable");
  CHECK(project.tags.calls.size() == 2);
  CHECK(verdict(operations::tag(mark("v1.0.1", domain::State::stable), project.ports)) ==
        "unchanged/already_there");
}

TEST_CASE("a state tag needs its version, and a release") {
  Project project;
  CHECK(verdict(operations::tag(mark("v1.0.1", domain::State::stable), project.ports)) ==
        "refused/version_not_found");
  CHECK(verdict(operations::tag(mark("v1.0.1-rc.1", domain::State::stable), project.ports)) ==
        "refused/invalid_input");
  CHECK(verdict(operations::tag(mark("", domain::State::stable), project.ports)) ==
        "refused/invalid_input");
}

TEST_CASE("a state tag on another commit is not moved") {
  Project project;
  project.has_versions({"v1.0.1"});
  project.tags.put_lightweight("v1.0.1-stable", fakes::commit('f'));
  CHECK(verdict(operations::tag(mark("v1.0.1", domain::State::stable), project.ports)) ==
        "refused/immutable");
}

TEST_CASE("a state tag is deleted by an override alone") {
  Project project;
  project.run.override_allowed = true;
  project.has_versions({"v1.0.1"});
  CHECK(verdict(operations::tag(mark("v1.0.1", domain::State::deprecated), project.ports)) ==
        "done/created");
  auto request = mark("v1.0.1", domain::State::deprecated);
  request.remove = true;
  CHECK(verdict(operations::tag(request, project.ports)) == "refused/immutable");
  request.override_reason = "marked the wrong version";
  CHECK(verdict(operations::tag(request, project.ports)) == "done/deleted");
  CHECK_FALSE(project.tags.find("v1.0.1-deprecated").has_value());
  CHECK(verdict(operations::tag(request, project.ports)) == "unchanged/already_there");
}

TEST_CASE("an environment tag gets a ledger line that is no deployment") {
  Project project;
  project.has_versions({"v1.0.1", "v1.0.2"});
  const auto outcome = operations::tag(at("v1.0.1"), project.ports);
  CHECK(verdict(outcome) == "done/created");
  CHECK(project.history() == "tag v1.0.1");
  CHECK_FALSE(project.ledger().was_deployed(fakes::version("v1.0.1"), ""));
  CHECK(verdict(operations::tag(at("v1.0.1"), project.ports)) == "unchanged/already_there");
}

TEST_CASE("an environment tag moves only by force, and through every check") {
  Project project;
  project.has_versions({"v1.0.1", "v1.0.2", "v1.0.3"});
  CHECK(verdict(project.deploy("v1.0.2")) == "done/created");
  CHECK(verdict(operations::tag(at("v1.0.3"), project.ports)) == "refused/immutable");
  auto request = at("v1.0.3");
  request.force_move = true;
  CHECK(verdict(operations::tag(request, project.ports)) == "done/moved");
  CHECK(project.history() == "tag v1.0.3, deploy v1.0.2");
  request.version = "v1.0.1";
  CHECK(verdict(operations::tag(request, project.ports)) == "refused/stale");
  request.rules.allow_downgrade = true;
  CHECK(verdict(operations::tag(request, project.ports)) == "done/moved");
}

TEST_CASE("an environment tag needs a version on its commit") {
  Project project;
  auto request = at("");
  request.commit_sha = fakes::commit('f');
  CHECK(verdict(operations::tag(request, project.ports)) == "refused/version_not_found");
}

TEST_SUITE_END();
