#include "adapters/config/environment_folder.hpp"

#include <doctest/doctest.h>
#include <sys/stat.h>

#include <ostream>
#include <vector>

#include "unit/adapters/config/workspace_fixture.hpp"

namespace shiptag::adapters::config {

TEST_CASE_FIXTURE(Workspace, "a member that means nothing is said, since it may be misspelt") {
  put_environment("staging");
  put("environments/staging/environment.json", R"({"require_approval": true})");
  const auto config = load("staging");
  CHECK(config.faults.empty());
  REQUIRE(config.notices.size() == 1);
  CHECK(config.notices[0].find("'require_approval'") != std::string::npos);
}

TEST_CASE_FIXTURE(Workspace, "an environment in order has no faults") {
  put_environment("staging");
  put("environments/staging/environment.json",
      R"({"url": "https://staging.example.com", "requires_approval": true})");
  const auto config = load("staging", "us-east");
  CHECK(config.faults.empty());
  CHECK(config.notices.empty());
  CHECK(config.environment.config_path == "environments/staging");
  CHECK(config.environment.secrets_file == "environments/staging/secrets.enc");
  CHECK(config.environment.url == "https://staging.example.com");
  CHECK(config.environment.requires_approval);
  CHECK(config.states_approval == true);
  CHECK_FALSE(config.environment.is_production);
  REQUIRE(config.environment.regions.size() == 1);
  CHECK(config.environment.regions[0].name == "us-east");
  CHECK(config.environment.regions[0].config_path == "environments/staging/regions/us-east");
  CHECK(config.environment.regions[0].cloud_mappings ==
        std::map<std::string, std::string>{{"aws", "us-east-1"}, {"azure", "eastus"}});
}

TEST_CASE_FIXTURE(Workspace, "production is production and wants an approval, unless it says not") {
  put_environment("production");
  CHECK(load("production").environment.is_production);
  CHECK(load("production").environment.requires_approval);
  CHECK(load("production").states_approval == std::nullopt);
  put("environments/production/environment.json", R"({"requires_approval": false})");
  CHECK_FALSE(load("production").environment.requires_approval);
  CHECK(load("production").states_approval == false);
  put("environments/production/environment.json", R"({"is_production": false})");
  CHECK(only_fault(load("production")).code == ReasonCode::invalid_input);
  CHECK(load("production").environment.is_production);
}

TEST_CASE_FIXTURE(Workspace, "another environment is production if it says so") {
  put_environment("live");
  put("environments/live/environment.json", R"({"is_production": true})");
  CHECK(load("live").environment.is_production);
  CHECK(load("live").environment.requires_approval);
  CHECK(load("live").states_approval == std::nullopt);
}

TEST_CASE_FIXTURE(Workspace, "an environment without a folder comes with the commands to make it") {
  put_environment("production");
  const Error fault = only_fault(load("staging", "us-east"));
  CHECK(fault.code == ReasonCode::environment_not_configured);
  CHECK(fault.hint.find("mkdir -p environments/staging") != std::string::npos);
  CHECK(fault.hint.find("sops --encrypt") != std::string::npos);
  put("environments/canary", "a file");
  CHECK(only_fault(load("canary")).code == ReasonCode::environment_not_configured);
}

TEST_CASE_FIXTURE(Workspace, "a region must have a folder and cloud mappings") {
  put_environment("staging");
  const Error missing = only_fault(load("staging", "eu-west"));
  CHECK(missing.code == ReasonCode::region_not_configured);
  CHECK(missing.hint.find("mkdir -p environments/staging/regions/eu-west") != std::string::npos);
  put("environments/staging/regions/eu-west/notes.txt", "");
  CHECK(only_fault(load("staging", "eu-west")).message.find("no region.json") != std::string::npos);
  for (const std::string text :
       {"{}", R"({"cloud_mappings": {}})", R"({"cloud_mappings": null})"}) {
    CAPTURE(text);
    put("environments/staging/regions/eu-west/region.json", text);
    CHECK(only_fault(load("staging", "eu-west")).code == ReasonCode::region_not_configured);
  }
  for (const std::string text :
       {"", "[]", "{", R"({"cloud_mappings": []})", R"({"cloud_mappings": {"aws": 1}})",
        R"({"cloud_mappings": {"aws": ""}})", R"({"cloud_mappings": {"a\nb": "x"}})"}) {
    CAPTURE(text);
    put("environments/staging/regions/eu-west/region.json", text);
    CHECK(only_fault(load("staging", "eu-west")).code == ReasonCode::invalid_input);
  }
}

TEST_CASE_FIXTURE(Workspace, "a fault of another region is none of this one") {
  put_environment("staging");
  put("environments/staging/regions/eu-west/region.json", "{");
  CHECK(load("staging", "us-east").faults.empty());
  CHECK(load("staging", "us-east").environment.regions.size() == 2);
  CHECK(only_fault(load("staging")).message.find("eu-west/region.json") != std::string::npos);
}

TEST_CASE_FIXTURE(Workspace, "a folder in regions that is no region is noticed and left alone") {
  put_environment("staging");
  put("environments/staging/regions/shared/x", "");
  const auto config = load("staging");
  CHECK(config.faults.empty());
  CHECK(config.environment.regions.size() == 1);
  REQUIRE(config.notices.size() == 1);
  CHECK(config.notices[0].find("regions/shared") != std::string::npos);
}

TEST_CASE_FIXTURE(Workspace, "the secrets file must exist and be encrypted") {
  put("environments/staging/x", "");
  CHECK(only_fault(load("staging")).code == ReasonCode::secrets_not_encrypted);
  CHECK(only_fault(load("staging")).message ==
        "secrets file 'environments/staging/secrets.enc' does not exist");
  CHECK(load("staging").environment.secrets_file.empty());
  put("environments/staging/secrets.enc", "TOKEN=not-a-real-token\n");
  const Error fault = only_fault(load("staging"));
  CHECK(fault.code == ReasonCode::secrets_not_encrypted);
  CHECK(fault.message.find("'environments/staging/secrets.enc': line 1, the value of 'TOKEN'") !=
        std::string::npos);
  CHECK(fault.message.find("not-a-real-token") == std::string::npos);
}

TEST_CASE_FIXTURE(Workspace, "secrets that all environments share must be encrypted too") {
  put_environment("staging");
  put("environments/global/secrets.enc", encrypted_secrets);
  CHECK(load("staging").faults.empty());
  put("environments/global/secrets.enc", "TOKEN=not-a-real-token\n");
  CHECK(only_fault(load("staging")).message.find("global/secrets.enc") != std::string::npos);
}

TEST_CASE_FIXTURE(Workspace, "secrets_file is from the environment's folder on") {
  put_environment("staging");
  put("environments/global/all.enc", encrypted_secrets);
  put("environments/staging/sub/own.enc", encrypted_secrets);
  put("environments/staging/environment.json", R"({"secrets_file": "sub/own.enc"})");
  CHECK(load("staging").faults.empty());
  CHECK(load("staging").environment.secrets_file == "environments/staging/sub/own.enc");
  put("environments/staging/environment.json", R"({"secrets_file": "../global/all.enc"})");
  CHECK(load("staging").faults.empty());
  CHECK(load("staging").environment.secrets_file == "environments/global/all.enc");
}

TEST_CASE_FIXTURE(Workspace, "no path leads out of the environments' folder") {
  put_environment("staging");
  put("outside/secrets.enc", encrypted_secrets);
  link("/etc", "environments/staging/etc");
  link("../../outside/secrets.enc", "environments/staging/link.enc");
  for (const std::string file : {"../../outside/secrets.enc", "/etc/hostname", "etc/hostname",
                                 "link.enc", "../..", "../../missing"}) {
    CAPTURE(file);
    put("environments/staging/environment.json", R"({"secrets_file": ")" + file + "\"}");
    const auto config = load("staging");
    CHECK(only_fault(config).code == ReasonCode::invalid_input);
    CHECK(config.environment.secrets_file.empty());
  }
  link("../outside", "environments/qa");
  CHECK(only_fault(load("qa")).code == ReasonCode::invalid_input);
  CHECK_FALSE(names().value().has_folder("qa"));
}

TEST_CASE_FIXTURE(Workspace, "a file that is no configuration is a fault, not a crash") {
  put_environment("staging");
  const std::string file = "environments/staging/environment.json";
  using namespace std::string_literals;
  for (const std::string& text :
       {""s, "[]"s, "{"s, "{\"url\": 1}"s, "{\"url\": \"javascript:x\"}"s,
        "{\"requires_approval\": \"yes\"}"s, "{\"secrets_file\": \"\"}"s,
        "{\"url\": \"a\\u0000b\"}"s, "\0"s, "\xff"s, std::string(100000, '['),
        std::string((std::size_t{1} << 20U) + 1, ' ')}) {
    put(file, text);
    CHECK(only_fault(load("staging")).code == ReasonCode::invalid_input);
  }
  std::filesystem::remove(path + "/" + file);
  REQUIRE(::mkfifo((path + "/" + file).c_str(), 0600) == 0);  // Reading it would never end.
  CHECK(only_fault(load("staging")).code == ReasonCode::invalid_input);
}

}  // namespace shiptag::adapters::config
