#include "adapters/json/ledger_format.hpp"

#include <doctest/doctest.h>

#include <ostream>
#include <string>
#include <vector>

#include "replaced.hpp"

using namespace shiptag;
using namespace shiptag::adapters;

namespace {

const std::string commit = "0123456789abcdef0123456789abcdef01234567";
const std::string golden_state =
    R"({"schema":1,"operation":"deploy","identity":{"repository":"org/repo","run_id":"1",)"
    R"("job":"deploy","operation":"deploy","environment_tag":"api/production","region":"us-east",)"
    R"("requested_version":"api/v1.2.3"},"deployment_id":"deploy-20251121-103045-abc123",)"
    R"("sub_project":"api","environment":"production","region":"us-east","version":"api/v1.2.3",)"
    R"("previous_version":"api/v1.2.2","commit_sha":")" +
    commit + R"(","old_tag_object":")" + commit +
    R"(","newest_line":"deploy-1","started_at":"2025-11-21T10:30:45Z","new_holds":[],)"
    R"("released_holds":[{"version":null,"commit_sha":null,"reason":"freeze",)"
    R"("triggered_by":"octocat","since":"2025-11-21T10:30:45Z","until":null}],)"
    R"("rebuilt_holds":[],)"
    R"("override":{"by":"monalisa","reason":"urgent","lifted":["held"],"previous_tag_object":null},)"
    R"("configured_regions":["eu-west","us-east"],"reason":"p99",)"
    R"("move_env_tag":true,)"
    R"("environment_url":"https://api.example.com","github_environment":"live","record":"D1"})";

std::string state_with(const std::string& from, const std::string& to) {
  return tests::replaced(golden_state, from, to);
}

}  // namespace

TEST_CASE("a deployment's state is read and written back byte for byte") {
  const auto state = json::LedgerFormat().read_state(golden_state);
  REQUIRE_MESSAGE(state, state.error().message);
  CHECK(state->identity.environment_tag == "api/production");
  CHECK(state->version->str() == "api/v1.2.3");
  CHECK(state->seen_object->hex() == commit);
  CHECK(state->released_holds.size() == 1);
  CHECK(state->github_environment == "live");
  CHECK(state->record_id == "D1");
  CHECK(state->configured_regions == std::vector<std::string>{"eu-west", "us-east"});
  CHECK(json::LedgerFormat().write_state(*state) == golden_state);
}

TEST_CASE("the state of a first deployment has nothing of before") {
  const std::string text =
      state_with("\"old_tag_object\":\"" + commit + "\"", "\"old_tag_object\":null");
  const auto state = json::LedgerFormat().read_state(text);
  REQUIRE(state);
  CHECK_FALSE(state->seen_object);
  CHECK(json::LedgerFormat().write_state(*state) == text);
}

TEST_CASE("a state that was changed on its way is refused, naming the member") {
  struct Row {
    std::string name, text, fault;
  };
  const std::vector<Row> rows = {
      {"nothing", "", "invalid JSON"},
      {"half of it", golden_state.substr(0, 200), "invalid JSON"},
      {"another line", golden_state + "\n" + golden_state, "invalid JSON"},
      {"null", "null", "it is null, not an object"},
      {"a newer schema", state_with("\"schema\":1", "\"schema\":9"), "member 'schema'"},
      {"another operation", state_with("\"deploy\",\"identity", "\"hold\",\"identity"),
       "member 'operation'"},
      {"no identity", state_with("\"identity\":{", "\"x\":{"), "member 'identity'"},
      {"an identity as text", state_with("\"identity\":{", "\"identity\":\"\",\"x\":{"),
       "member 'identity'"},
      {"a run of two lines", state_with("\"run_id\":\"1\"", "\"run_id\":\"1\\n2\""),
       "member 'run_id'"},
      {"no id", state_with("\"deployment_id\"", "\"x\""), "member 'deployment_id' is missing"},
      {"an id with a space", state_with("deploy-20251121-103045-abc123", "a b"), "'deployment_id'"},
      {"a path", state_with("\"sub_project\":\"api\"", "\"sub_project\":\"../x\""),
       "'sub_project'"},
      {"an environment as sub-project",
       state_with("\"sub_project\":\"api\"", "\"sub_project\":\"production\""), "'sub_project'"},
      {"a version of another sub-project", state_with("\"version\":\"api/", "\"version\":\"web/"),
       "'sub_project'"},
      {"an environment that is none",
       state_with("\"environment\":\"production\"", "\"environment\":\"a..b\""), "'environment'"},
      {"a region that is none",
       state_with("\"region\":\"us-east\",\"version\"", "\"region\":\"-\",\"version\""),
       "'region'"},
      {"no version", state_with("\"version\":\"api/v1.2.3\"", "\"x\":1"), "'version' is missing"},
      {"no commit", state_with("\"commit_sha\":\"" + commit, "\"commit_sha\":\"x"), "'commit_sha'"},
      {"no object", state_with("\"old_tag_object\":\"" + commit, "\"old_tag_object\":\"x"),
       "'old_tag_object'"},
      {"no start", state_with("\"started_at\"", "\"x\""), "'started_at' is missing"},
      {"holds that are none", state_with("\"new_holds\":[]", "\"new_holds\":[{}]"), "'new_holds'"},
      {"a region of two", state_with("[\"eu-west\"", "[\"eu-west us\""), "'configured_regions'"},
      {"a region that is a number", state_with("[\"eu-west\"", "[1"), "'configured_regions'"},
      {"move as text", state_with("\"move_env_tag\":true", "\"move_env_tag\":\"true\""),
       "'move_env_tag'"},
      {"a script as address", state_with("https://api", "javascript:api"), "'environment_url'"},
      {"more than 64 KiB", state_with("urgent", std::string(65536, 'x')), "the limit is 65536"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    const auto state = json::LedgerFormat().read_state(row.text);
    REQUIRE_FALSE(state);
    CHECK(state.error().code == ReasonCode::invalid_input);
    CHECK(state.error().message.starts_with("deployment_state: "));
    CHECK_MESSAGE(state.error().message.find(row.fault) != std::string::npos,
                  state.error().message);
    CHECK_FALSE(state.error().hint.empty());
  }
}

TEST_CASE("every cut of a state is refused") {
  for (std::size_t size = 0; size < golden_state.size(); ++size) {
    CAPTURE(size);
    CHECK_FALSE(json::LedgerFormat().read_state(golden_state.substr(0, size)));
  }
}
