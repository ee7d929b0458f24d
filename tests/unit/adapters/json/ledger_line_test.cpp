#include "adapters/json/ledger_line.hpp"

#include <doctest/doctest.h>

#include <ostream>
#include <string>
#include <vector>

#include "replaced.hpp"

using namespace shiptag;
using namespace shiptag::adapters;

namespace {

const std::string line_commit = "0123456789abcdef0123456789abcdef01234567";
const std::string golden_line =
    R"({"schema":1,"operation":"rollback","deployment_id":"deploy-20251121-103045-abc123",)"
    R"("version":"api/v1.2.3","previous_version":"api/v1.2.4","commit_sha":")" +
    line_commit +
    R"(","environment":"production","region":null,"will_move_env_tag":true,"status":"succeeded",)"
    R"("started_at":"2025-11-21T10:30:45Z","completed_at":"2025-11-21T10:31:00Z",)"
    R"("workflow_run_id":"1234567890","run_attempt":1,"triggered_by":"octocat",)"
    R"("reason":"p99","holds":[{"version":"api/v1.2.4","commit_sha":")" +
    line_commit +
    R"(","reason":"p99 latency doubled","triggered_by":"octocat","since":"2025-11-21T10:30:45Z",)"
    R"("until":null,"later":{"x":[1,"é"]}},{"version":null,"commit_sha":null,"reason":"freeze",)"
    R"("triggered_by":"octocat","since":"2025-11-21T10:30:45Z","until":"2026-01-02T08:00:00Z"}],)"
    R"("override":{"by":"monalisa","reason":"urgent","lifted":["held","stale"],"previous_tag_object":null}})";

/// `golden_line` with `from` replaced.
std::string line_with(const std::string& from, const std::string& to) {
  return tests::replaced(golden_line, from, to);
}

}  // namespace

TEST_CASE("a ledger's line is read and written back byte for byte") {
  const auto line = json::read_ledger_line(golden_line);
  REQUIRE_MESSAGE(line, line.error().message);
  CHECK(line->operation == domain::LedgerOperation::rollback);
  CHECK(line->version->str() == "api/v1.2.3");
  CHECK(line->previous_version->str() == "api/v1.2.4");
  CHECK(line->commit_sha.hex() == line_commit);
  CHECK(line->region.empty());
  CHECK(line->completed_at->rfc3339() == "2025-11-21T10:31:00Z");
  REQUIRE(line->holds.size() == 2);
  CHECK(line->holds[0].commit_sha->hex() == line_commit);
  CHECK(line->holds[0].unknown_members == R"(,"later":{"x":[1,"é"]})");
  CHECK(line->holds[1].version.empty());
  CHECK(line->holds[1].until->rfc3339() == "2026-01-02T08:00:00Z");
  CHECK(line->override_used->by == "monalisa");
  CHECK(line->override_used->lifted == std::vector<std::string>{"held", "stale"});
  CHECK(line->text == golden_line);
  CHECK(json::write_ledger_line(*line) == golden_line);
}

TEST_CASE("a line without what decides nothing is read") {
  const auto line = json::read_ledger_line(
      R"({"schema":1,"operation":"deploy","deployment_id":"deploy-1","version":"v1.0.0",)"
      R"("commit_sha":")" +
      line_commit + R"(","later":[]})");
  REQUIRE_MESSAGE(line, line.error().message);
  CHECK(line->will_move_env_tag);
  CHECK(line->run_attempt == 1);
  CHECK(line->status == domain::DeploymentStatus::succeeded);
  CHECK(line->holds.empty());
  CHECK_FALSE(json::read_ledger_line(line_with(R"("version":"api/v1.2.3")", R"("later":1.5e-7)")));
}

TEST_CASE("a reason of 500 bytes with words in front of it is read back") {
  CHECK(json::read_ledger_line(line_with("p99 latency doubled", std::string(1000, 'x'))));
}

TEST_CASE("a hold needs no version") {
  CHECK(json::read_ledger_line(line_with("\"rollback\",", "\"hold\",")));
  std::string text = line_with("\"rollback\",", "\"resume\",");
  text.replace(text.find(R"("version":"api/v1.2.3",)"), 23, "");
  CHECK(json::read_ledger_line(text));
}

TEST_CASE("an attempt beyond 32 bits keeps its number") {
  const auto line = json::read_ledger_line(
      line_with("\"run_attempt\":1,", "\"run_attempt\":18446744073709551615,"));
  REQUIRE(line);
  CHECK(line->run_attempt == 18446744073709551615u);
}

TEST_CASE("a line of another shape is refused, naming the member") {
  struct Row {
    std::string name, text, fault;
  };
  const std::vector<Row> rows = {
      {"an array", "[]", "the line is an array, not an object"},
      {"a newer schema", line_with("\"schema\":1", "\"schema\":2"), "member 'schema': 2 is newer"},
      {"no schema", line_with("\"schema\":1", "\"schemata\":1"), "member 'schema'"},
      {"schema 0", line_with("\"schema\":1", "\"schema\":0"), "member 'schema'"},
      {"schema as text", line_with("\"schema\":1", "\"schema\":\"1\""), "member 'schema'"},
      {"no operation", line_with("\"operation\"", "\"x\""), "member 'operation' is missing"},
      {"an unknown operation", line_with("\"rollback\"", "\"erase\""), "member 'operation'"},
      {"no id", line_with("\"deployment_id\"", "\"x\""), "member 'deployment_id' is missing"},
      {"an empty id", line_with("deploy-20251121-103045-abc123", ""), "member 'deployment_id'"},
      {"an id with a newline", line_with("deploy-2", "deploy\\n2"), "member 'deployment_id'"},
      {"no version", line_with("\"version\":\"api/v1.2.3\"", "\"x\":1"), "'version' is missing"},
      {"version null", line_with("\"api/v1.2.3\"", "null"), "member 'version' is missing"},
      {"a state tag", line_with("\"api/v1.2.3\"", "\"v1.2.3-stable\""), "member 'version'"},
      {"a number beyond 64 bits", line_with("\"api/v1.2.3\"", "\"v99999999999999999999.0.0\""),
       "member 'version'"},
      {"a version as an object", line_with("\"api/v1.2.3\"", "{}"), "member 'version'"},
      {"a previous version that is none", line_with("\"api/v1.2.4\",\"com", "\"latest\",\"com"),
       "member 'previous_version'"},
      {"a short commit", line_with(line_commit, "0123"), "member 'commit_sha'"},
      {"no commit", line_with("\"commit_sha\"", "\"x\""), "member 'commit_sha' is missing"},
      {"an environment with a path", line_with("\"production\"", "\"../x\""),
       "member 'environment'"},
      {"a region that is none", line_with("\"region\":null", "\"region\":\"../x\""),
       "member 'region'"},
      {"a failure", line_with("\"succeeded\"", "\"failed\""), "member 'status'"},
      {"move as text", line_with("\"will_move_env_tag\":true", "\"will_move_env_tag\":\"yes\""),
       "member 'will_move_env_tag'"},
      {"no date", line_with("2025-11-21T10:31:00Z", "2025-02-30T10:31:00Z"),
       "member 'completed_at'"},
      {"a negative attempt", line_with("\"run_attempt\":1", "\"run_attempt\":-1"),
       "member 'run_attempt'"},
      {"a name with a newline",
       line_with("\"triggered_by\":\"octocat\",\"reason\"",
                 "\"triggered_by\":\"octo\\ncat\",\"reason\""),
       "member 'triggered_by'"},
      {"holds as an object", line_with("\"holds\":[", "\"holds\":{},\"x\":["), "member 'holds'"},
      {"a hold that is text", line_with("\"holds\":[", "\"holds\":[\"x\","), "member 'holds'"},
      {"a hold without its start", line_with("\"since\"", "\"x\""), "'since' is missing"},
      {"a hold without its commit",
       line_with("\"holds\":[{\"version\":\"api/v1.2.4\"", "\"holds\":[{\"version\":null"),
       "neither"},
      {"a hold until no date", line_with("2026-01-02T08:00:00Z", "soon"), "member 'until'"},
      {"a reason of two lines", line_with("p99 latency", "p99\\nlatency"), "member 'reason'"},
      {"a reason of 1001 bytes", line_with("p99 latency doubled", std::string(1001, 'x')),
       "member 'reason'"},
      {"a hold with 5000 unknown bytes", line_with("\"é\"", "\"" + std::string(5000, 'x') + "\""),
       "unknown members"},
      {"an override as text", line_with("\"override\":{", "\"override\":\"\",\"x\":{"),
       "member 'override'"},
      {"an override by a number", line_with("\"monalisa\"", "7"), "member 'override'"},
      {"an override that lifts a number", line_with("[\"held\"", "[1"), "member 'override'"},
      {"an override of no object id",
       line_with("\"previous_tag_object\":null", "\"previous_tag_object\":\"x\""),
       "member 'override'"},
      {"too long",
       line_with("\"schema\":1", "\"schema\":1,\"x\":\"" + std::string(1 << 20, 'x') + "\""),
       "bytes"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    const auto line = json::read_ledger_line(row.text);
    REQUIRE_FALSE(line);
    CHECK_MESSAGE(line.error().message.find(row.fault) != std::string::npos, line.error().message);
  }
}
