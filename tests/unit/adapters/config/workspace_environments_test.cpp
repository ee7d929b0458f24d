#include "adapters/config/workspace_environments.hpp"

#include <doctest/doctest.h>

#include <ostream>

#include "unit/adapters/config/workspace_fixture.hpp"

namespace shiptag::adapters::config {

TEST_CASE_FIXTURE(Workspace, "the folders in environments are the environments") {
  put_environment("production");
  put_environment("qa");
  put("environments/global/x", "");
  put("environments/README.md", "");
  put("environments/Not_A_Name/x", "");
  const auto found = names();
  REQUIRE(found);
  CHECK(found->has_folder("qa"));
  CHECK(found->has_folder("production"));
  CHECK_FALSE(found->has_folder("staging"));
  CHECK_FALSE(found->has_folder("global"));
  CHECK_FALSE(found->has_folder("README.md"));
  CHECK_FALSE(found->check("dev"));
}

TEST_CASE_FIXTURE(Workspace, "without a folder nothing is checked, with a notice") {
  CHECK(names().value().check("production").has_value());
  CHECK_FALSE(names().value().check("qa").has_value());
  const auto config = load("production", "us-east");
  CHECK(config.faults.empty());
  REQUIRE(config.notices.size() == 1);
  CHECK(config.notices[0].find("environments_dir: none") != std::string::npos);
  CHECK(config.environment.name == "production");
  CHECK(config.environment.is_production);
  CHECK(config.environment.requires_approval);
  CHECK(config.environment.config_path.empty());
  CHECK_FALSE(config.states_approval);
}

TEST_CASE_FIXTURE(Workspace, "with none nothing is checked, without a notice") {
  put("environments/qa/x", "");
  CHECK(names("none").value().check("anything").has_value());
  CHECK_FALSE(names("none").value().has_folder("qa"));
  const auto config = load("qa", "", "none");
  CHECK(config.faults.empty());
  CHECK(config.notices.empty());
  CHECK_FALSE(config.environment.is_production);
}

TEST_CASE("a workspace that does not exist is one without a folder") {
  WorkspaceEnvironments environments("/nonexistent/workspace", "");
  CHECK(environments.names().has_value());
  CHECK(environments.load("production", "").value().notices.size() == 1);
  CHECK_FALSE(WorkspaceEnvironments("/nonexistent/workspace", "environments").names());
}

TEST_CASE_FIXTURE(Workspace, "a folder that is given is used, by any path to it") {
  put("deploy/envs/qa/secrets.enc", encrypted_secrets);
  for (const std::string& dir : {std::string("deploy/envs"), std::string("deploy/envs/"),
                                 std::string("./deploy/../deploy/envs"), path + "/deploy/envs"}) {
    CAPTURE(dir);
    REQUIRE(names(dir));
    CHECK(names(dir)->has_folder("qa"));
    const auto config = load("qa", "", dir);
    CHECK(config.faults.empty());
    CHECK(config.environment.config_path == "deploy/envs/qa");
    CHECK(config.environment.secrets_file == "deploy/envs/qa/secrets.enc");
  }
}

TEST_CASE_FIXTURE(Workspace, "a folder that is given must be one in the workspace") {
  put("a-file", "");
  link("/etc", "out");
  link("loop", "loop");
  for (const std::string& dir :
       {std::string("missing"), std::string("a-file"), std::string("a-file/x"), std::string("out"),
        std::string(".."), std::string("../../etc"), std::string("/etc"), std::string("loop"),
        std::string("a\nb"), std::string("a\0b", 3), std::string(5000, 'x')}) {
    CAPTURE(dir);
    const auto found = names(dir);
    REQUIRE_FALSE(found);
    CHECK(found.error().code == ReasonCode::invalid_input);
    CHECK(found.error().message.starts_with("environments_dir '"));
    CHECK_FALSE(WorkspaceEnvironments(path, dir).load("production", ""));
  }
}

TEST_CASE_FIXTURE(Workspace, "the usual folder must not lead out either") {
  link("/etc", "environments");
  CHECK_FALSE(names());
}

TEST_CASE_FIXTURE(Workspace, "a name that could be a path is never looked up") {
  put_environment("production");
  for (const std::string name :
       {"", "..", "../production", "production/", "/etc", "global", "a b"}) {
    CAPTURE(name);
    WorkspaceEnvironments environments(path, "");
    CHECK_FALSE(environments.load(name, ""));
  }
  for (const std::string region : {"..", "us-east/..", "/", "US-EAST", "us"}) {
    CAPTURE(region);
    WorkspaceEnvironments environments(path, "");
    CHECK_FALSE(environments.load("production", region));
  }
}

}  // namespace shiptag::adapters::config
