#include <doctest/doctest.h>

#include <ostream>

#include "project.hpp"

using namespace shiptag;
using namespace shiptag::tests;
using fakes::commit_of;

TEST_SUITE_BEGIN("operations/deploy by the run's tag");

TEST_CASE("in a workflow whose ref is a tag, the tag says what is deployed") {
  Project project;
  project.has_versions({"api/v1.0.1"});
  project.run.ref_tag = "api/v1.0.1";
  operations::DeployRequest request;
  request.environment = "production";
  CHECK(verdict(operations::deploy(request, project.ports)) == "done/created");
  CHECK(project.history("api/production") == "deploy api/v1.0.1");

  project.run.ref_tag = "api/production";
  project.run.is_push = true;
  project.run.run_id = "44";
  operations::DeployRequest nothing;
  nothing.commit_sha = commit_of("v1.0.1");
  CHECK(verdict(operations::deploy(nothing, project.ports)) == "unchanged/already_there");

  project.has_versions({"api/v1.0.2"});
  project.tags.put_lightweight("api/production", commit_of("v1.0.2"));
  nothing.commit_sha = commit_of("v1.0.2");
  CHECK(verdict(operations::deploy(nothing, project.ports)) == "done/recorded");
  CHECK(project.history("api/production") == "deploy api/v1.0.2");
}

TEST_CASE("a commit that is given counts more than the version of the run's tag") {
  Project project;
  project.has_versions({"v1.0.1", "v1.0.2"});
  project.run.ref_tag = "v1.0.2";
  operations::DeployRequest request;
  request.environment = "production";
  request.commit_sha = commit_of("v1.0.1");
  request.names_commit = true;
  CHECK(output(operations::deploy(request, project.ports), "version") == "v1.0.1");
}

TEST_CASE("a dispatch on an environment's tag is no repetition of the push that set it") {
  Project project;
  project.has_versions({"v1.0.1"});
  CHECK(verdict(project.deploy("v1.0.1")) == "done/created");
  project.run.ref_tag = "production";
  operations::DeployRequest request;
  request.version = "v1.0.1";
  CHECK(verdict(operations::deploy(request, project.ports)) == "done/recorded");
}

TEST_CASE("another sub-project's tag says nothing") {
  Project project;
  project.has_versions({"web/v1.0.1"});
  project.run.ref_tag = "web/v1.0.1";
  operations::DeployRequest request;
  request.sub_project = "api";
  request.environment = "production";
  CHECK(verdict(operations::deploy(request, project.ports)) == "refused/invalid_input");
}

TEST_SUITE_END();
