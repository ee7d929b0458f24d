#include "domain/ledger.hpp"
#include "adapters/json/ledger_format.hpp"
#include "fuzz/target.hpp"

namespace shiptag::fuzz {
namespace {

const adapters::json::LedgerFormat format;

}  // namespace

std::vector<std::string> seeds() {
  const std::string commit = "0123456789abcdef0123456789abcdef01234567";
  const std::string line =
      R"({"schema":1,"operation":"rollback","deployment_id":"deploy-20251121-103045-abc123",)"
      R"("version":"api/v1.2.3","previous_version":"api/v1.2.4-rc.1","commit_sha":")" +
      commit +
      R"(","environment":"production","region":"us-east","will_move_env_tag":true,)"
      R"("status":"succeeded","started_at":"2025-11-21T10:30:45Z","completed_at":null,)"
      R"("workflow_run_id":"1234567890","run_attempt":1,"triggered_by":"octocat","holds":[)"
      R"({"version":"api/v1.2.4","commit_sha":")" +
      commit +
      R"(","reason":"slow \u00e9","triggered_by":"octocat","since":"2025-11-21T10:30:45+01:00",)"
      R"("until":"2026-01-01T00:00:00Z","later":{"x":[1,2.5,true]}}],)"
      R"("override":{"reason":"urgent","lifted":["held"],"previous_tag_object":null}})";
  return {"api/production is api/v1.2.3\n\nRolled back\n\n" + line + "\n" + line + "\n",
          line + "\r\n", "no ledger\n"};
}

/// What was read can be written into another message, and read there again.
void try_input(std::string_view input) {
  const auto ledger = format.read_ledger(input);
  if (!ledger || ledger->empty()) return;
  for (const domain::LedgerLine& line : ledger->lines()) {
    const auto again = format.read_ledger("x\n\n" + format.write_line(line) + "\n");
    require(again.has_value() && again->lines().size() == 1, "a line that is written is readable");
    require(again->lines().front().holds == line.holds, "its holds are the same");
    require(again->lines().front().version == line.version, "its version is the same");
  }
  const auto whole = format.read_ledger(domain::ledger_message("production", *ledger, ""));
  require(whole.has_value(), "a ledger in a new message is readable");
  require(whole->lines().size() == ledger->lines().size(), "no line is lost");
}

}  // namespace shiptag::fuzz
