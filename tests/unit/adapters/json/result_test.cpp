#include "adapters/json/result.hpp"

#include <doctest/doctest.h>

#include <ostream>
#include <string>

#include "adapters/json/read.hpp"
#include "domain/deployment.hpp"
#include "domain/hold.hpp"
#include "domain/rollback_report.hpp"
#include "domain/version_tag.hpp"

using namespace shiptag;
using namespace shiptag::adapters;

namespace {

const std::string result_commit = "0123456789abcdef0123456789abcdef01234567";

domain::Version version(const std::string& text) {
  return domain::Version::parse(text).value();
}

domain::ObjectId object(const std::string& hex) {
  return domain::ObjectId::parse(hex).value();
}

domain::Outcome outcome(std::string operation) {
  domain::Outcome result;
  result.operation = std::move(operation);
  result.headline = "created api/v1.2.3";
  return result;
}

/// Of a rollback of which nothing but the current version is known.
domain::RollbackTarget no_target() {
  return {
      .current_version = version("v1.2.3"), .environment = "production", .selection_criteria = {}};
}

}  // namespace

TEST_CASE("a result without entities says what was decided") {
  domain::Outcome refused = outcome("deploy");
  refused.end(Error{ReasonCode::held, "production is held", "run resume"});
  CHECK(json::write_result(refused) ==
        R"({"schema_version":1,"operation":"deploy","decision":"refused","reason_code":"held",)"
        R"("message":"production is held","hint":"run resume"})");
}

TEST_CASE("a version and its tag have the data model's attributes") {
  domain::Outcome result = outcome("tag");
  const auto named = version("api/v1.2.3-beta.1");
  auto tag = domain::version_tag(named, object(result_commit));
  tag.created_at = Timestamp::parse("2025-11-21T10:30:00Z").value();
  result.show("version", entity(named));
  result.show("version_tag", entity(tag));
  const std::string version_json =
      R"({"full_version":"api/v1.2.3-beta.1","sub_project_path":"api","semver":"v1.2.3-beta.1",)"
      R"("major":1,"minor":2,"patch":3,"prerelease":"beta.1"})";
  CHECK(json::write_result(result) ==
        R"({"schema_version":1,"operation":"tag","decision":"done","reason_code":"created",)"
        R"("message":"created api/v1.2.3","hint":null,"version":)" +
            version_json +
            R"(,"version_tag":{"tag_name":"api/v1.2.3-beta.1","tag_type":"version",)"
            R"("sub_project_path":"api","version":)" +
            version_json + R"(,"environment":null,"state":null,"commit_sha":")" + result_commit +
            R"(","is_movable":false,"created_at":"2025-11-21T10:30:00Z","updated_at":null}})");
}

TEST_CASE("numbers of 64 bits stay whole") {
  domain::Outcome result = outcome("tag");
  result.show("version", entity(version("v18446744073709551615.0.0")));
  CHECK(json::write_result(result).find(R"("major":18446744073709551615)") != std::string::npos);
  CHECK(json::write_result(result).find(R"("sub_project_path":null)") != std::string::npos);
}

TEST_CASE("a deployment has its environment and region with their attributes") {
  domain::Region region{.name = "us-east",
                        .config_path = "environments/production/regions/us-east",
                        .cloud_mappings = {{"aws", "us-east-1"}, {"gcp", "us-east1"}}};
  domain::Environment environment{.name = "production",
                                  .config_path = "environments/production",
                                  .regions = {region},
                                  .secrets_file = "environments/production/secrets.enc",
                                  .is_production = true,
                                  .requires_approval = true};
  domain::Outcome result = outcome("deploy");
  const domain::Deployment deployment{.deployment_id = "deploy-1",
                                      .version = version("v1.2.3"),
                                      .commit_sha = object(result_commit),
                                      .environment = "production",
                                      .region = "us-east",
                                      .status = domain::DeploymentStatus::in_progress,
                                      .workflow_run_id = "1234567890",
                                      .triggered_by = "github-actions[bot]"};
  result.show("deployment", entity(deployment, environment));
  const std::string region_json =
      R"({"name":"us-east","config_path":"environments/production/regions/us-east",)"
      R"("cloud_mappings":{"aws":"us-east-1","gcp":"us-east1"}})";
  const std::string text = json::write_result(result);
  const std::string wanted =
      R"("environment":{"name":"production","config_path":"environments/production","regions":[)" +
      region_json +
      R"(],"secrets_file":"environments/production/secrets.enc","is_production":true,)"
      R"("requires_approval":true},"region":)" +
      region_json + R"(,"commit_sha":")" + result_commit +
      R"(","will_move_env_tag":true,"status":"in_progress","queue_position":null,)"
      R"("estimated_wait_time":null,"started_at":null,"completed_at":null,)"
      R"("workflow_run_id":"1234567890","triggered_by":"github-actions[bot]"}})";
  CHECK_MESSAGE(text.ends_with(wanted), text);
}

TEST_CASE("a rollback lists the rejected versions, and counts those that are not listed") {
  domain::RollbackTarget target = no_target();
  target.rejected_versions.push_back({version("v1.0.1"), ReasonCode::deprecated, "because"});
  target.more_rejected = {{ReasonCode::deprecated, 50}, {ReasonCode::never_deployed, 30}};
  domain::Outcome result = outcome("rollback");
  show(target, result);
  const std::string text = json::write_result(result);
  CHECK(text.find(R"("target_version":null)") != std::string::npos);
  CHECK(text.find(R"("patch":1,"prerelease":null,"reason":"deprecated","explanation":"because"}],)"
                  R"("more_rejected":{"deprecated":50,"never_deployed":30})") != std::string::npos);
}

TEST_CASE("a rollback's criteria are written") {
  domain::Outcome result = outcome("rollback");
  show(no_target(), result);
  CHECK(json::write_result(result).find(
            R"("environment":"production","selection_criteria":{"strategy":"semver",)"
            R"("prioritize_stable":true,"exclude_deprecated":true,"exclude_unstable":false,)"
            R"("history":"required"},"candidate_count":0,"candidate_versions":[],)"
            R"("rejected_versions":[],"more_rejected":{})") != std::string::npos);
}

TEST_CASE("holds, notices and the server's words are lists") {
  domain::Outcome result = outcome("hold");
  show(std::vector<domain::Hold>{}, result);
  result.note("one", "a\nb");
  result.warn("two", "c");
  result.server_messages = {"remote: hello"};
  const std::string text = json::write_result(result);
  CHECK_MESSAGE(
      text.ends_with(R"("holds":[],"notices":[{"level":"notice","title":"one",)"
                     R"("message":"a?b"},{"level":"warning","title":"two","message":"c"}],)"
                     R"("server_messages":["remote: hello"]})"),
      text);
}

TEST_CASE("a result is valid JSON of at most 512 KiB, whatever is in it") {
  domain::Outcome result = outcome("tag");
  result.headline = "\xff\"\\\n" + std::string(1 << 20, 'x');
  result.show("version", entity(version("v1.2.3")));
  result.server_messages.assign(1000, std::string(4000, 'y'));
  const std::string text = json::write_result(result);
  CHECK(text.size() <= json::max_result_bytes);
  const auto document = json::parse(text, json::max_result_bytes);
  REQUIRE_MESSAGE(document, document.error().message);
  CHECK(json::bool_at(*document, "is_shortened").value());
  CHECK(json::object_at(*document, "version"));
}

TEST_CASE("entities that are too long without their lists are left out as well") {
  domain::Outcome result = outcome("deploy");
  const domain::Environment environment{.name = std::string(json::max_result_bytes, 'x')};
  result.show("environment", entity(environment));
  const std::string text = json::write_result(result);
  CHECK(text.size() <= json::max_result_bytes);
  const auto document = json::parse(text, json::max_result_bytes);
  REQUIRE(document);
  CHECK(json::string_at(*document, "reason_code").value() == "created");
}

TEST_CASE("what is left of a result that is too long has no lists") {
  domain::Outcome result = outcome("deploy");
  domain::Environment environment{.name = "production"};
  environment.regions.assign(10000, {.name = "us-east", .config_path = std::string(100, 'x')});
  result.show("environment", entity(environment));
  result.show("holds", shiptag::Value::List{"one"});
  CHECK(json::write_result(result) ==
        R"({"schema_version":1,"operation":"deploy","decision":"done","reason_code":"created",)"
        R"("message":"created api/v1.2.3","hint":null,"environment":{"name":"production",)"
        R"("config_path":null,"secrets_file":null,"is_production":false,)"
        R"("requires_approval":false},"is_shortened":true})");
}
