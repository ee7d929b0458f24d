#include <doctest/doctest.h>

#include <ostream>

#include "project.hpp"

using namespace shiptag;
using namespace shiptag::tests;
using fakes::commit_of;

TEST_SUITE_BEGIN("operations/regions");

namespace {

void configure(Project& project, const std::vector<std::string>& regions) {
  for (const std::string& region : regions)
    project.environments.config.environment.regions.push_back({region, ""});
}

}  // namespace

TEST_CASE("the first region's success creates the tag, and the last one's moves it") {
  Project project;
  configure(project, {"eu-west", "us-east"});
  project.has_versions({"v1.0.1", "v1.0.2"});
  CHECK(verdict(project.deploy("v1.0.1", "us-east")) == "done/created");
  CHECK(verdict(project.deploy("v1.0.1", "eu-west")) == "done/recorded");

  const auto first = project.deploy("v1.0.2", "us-east");
  CHECK(verdict(first) == "done/recorded");
  CHECK(entity_at(first, "deployment/will_move_env_tag") == "false");
  CHECK(project.commit_at("production") == commit_of("v1.0.1").hex());
  CHECK(verdict(project.deploy("v1.0.2", "eu-west")) == "done/moved");
  CHECK(project.commit_at("production") == commit_of("v1.0.2").hex());
}

TEST_CASE("without configuration every region is those that the ledger names") {
  Project project;
  project.has_versions({"v1.0.1", "v1.0.2"});
  CHECK(verdict(project.deploy("v1.0.1", "us-east")) == "done/created");
  CHECK(verdict(project.deploy("v1.0.1", "eu-west")) == "done/recorded");
  CHECK(verdict(project.deploy("v1.0.2", "us-east")) == "done/recorded");
  CHECK(verdict(project.deploy("v1.0.2", "eu-west")) == "done/moved");
}

TEST_CASE("a deployment without a region sets them all") {
  Project project;
  project.has_versions({"v1.0.1", "v1.0.2", "v1.0.3"});
  CHECK(verdict(project.deploy("v1.0.2", "us-east")) == "done/created");
  CHECK(verdict(project.deploy("v1.0.1")) == "refused/stale");
  CHECK(verdict(project.deploy("v1.0.3")) == "done/moved");
  CHECK(verdict(project.deploy("v1.0.2", "us-east")) == "refused/stale");
}

TEST_CASE("a region's own version decides what is stale there") {
  Project project;
  project.has_versions({"v1.0.1", "v1.0.2"});
  CHECK(verdict(project.deploy("v1.0.2", "us-east")) == "done/created");
  CHECK(verdict(project.deploy("v1.0.1", "eu-west")) == "done/recorded");
}

TEST_CASE("regions of one version that race are both recorded") {
  Project project;
  configure(project, {"eu-west", "us-east"});
  project.has_versions({"v1.0.1", "v1.0.2"});
  project.tags.before_update = [&] {
    CHECK(verdict(project.deploy("v1.0.1", "eu-west")) == "done/created");
  };
  CHECK(verdict(project.deploy("v1.0.1", "us-east")) == "done/recorded");
  CHECK(project.history() == "deploy v1.0.1@us-east, deploy v1.0.1@eu-west");

  project.tags.before_update = [&] {
    CHECK(verdict(project.deploy("v1.0.2", "eu-west")) == "done/recorded");
  };
  CHECK(verdict(project.deploy("v1.0.2", "us-east")) == "done/moved");
}

TEST_CASE("regions of two versions that race: one is recorded") {
  Project project;
  project.has_versions({"v1.0.1", "v1.0.2"});
  project.tags.before_update = [&] {
    CHECK(verdict(project.deploy("v1.0.2", "eu-west")) == "done/created");
  };
  CHECK(verdict(project.deploy("v1.0.1", "us-east")) == "refused/conflict");
}

TEST_CASE("a region is rolled back by itself, and the tag stays while they differ") {
  Project project;
  project.has_versions({"v1.0.1", "v1.0.2"});
  for (const char* version : {"v1.0.1", "v1.0.2"})
    for (const char* region : {"us-east", "eu-west"})
      CHECK(decision_for(project.deploy(version, region).reason_code) == Decision::done);
  operations::RollbackRequest request;
  request.environment = "production";
  request.region = "us-east";
  const auto outcome = operations::rollback(request, project.ports);
  CHECK(verdict(outcome) == "done/recorded");
  CHECK(output(outcome, "target_version") == "v1.0.1");
  CHECK(project.commit_at("production") == commit_of("v1.0.2").hex());
  request.region.clear();
  CHECK(verdict(operations::rollback(request, project.ports)) == "done/moved");
  CHECK(project.ledger().running("eu-west")->version == fakes::version("v1.0.1"));
}

TEST_SUITE_END();
