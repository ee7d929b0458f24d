#include "adapters/json/ledger_format.hpp"

#include "fuzz/target.hpp"

namespace shiptag::fuzz {

using namespace adapters::json;

std::vector<std::string> seeds() {
  const std::string commit = "0123456789abcdef0123456789abcdef01234567";
  return {R"({"schema":1,"operation":"deploy","identity":{"repository":"org/repo","run_id":"1",)"
          R"("job":"deploy","operation":"deploy","environment_tag":"api/production",)"
          R"("region":"us-east","requested_version":"v1.2.3"},"deployment_id":"deploy-1",)"
          R"("sub_project":"api","environment":"production","region":"us-east",)"
          R"("version":"api/v1.2.3","previous_version":"api/v1.2.2","commit_sha":")" +
          commit + R"(","old_tag_object":")" + commit +
          R"(","newest_line":"deploy-0","started_at":"2025-11-21T10:30:45Z","new_holds":[)"
          R"({"version":null,"commit_sha":null,"reason":"freeze","triggered_by":"octocat",)"
          R"("since":"2025-11-21T10:30:45Z","until":null}],"released_holds":[],"override":null,)"
          R"("configured_regions":["eu-west","us-east"],"move_env_tag":true,)"
          R"("environment_url":"https://api.example.com"})"};
}

/// What was read is written in one form, which is read as the same.
void try_input(std::string_view input) {
  const auto state = LedgerFormat().read_state(input);
  if (!state) return;
  const std::string text = LedgerFormat().write_state(*state);
  const auto again = LedgerFormat().read_state(text);
  require(again.has_value(), "a state that is written is readable");
  require(LedgerFormat().write_state(*again) == text, "it is the same");
}

}  // namespace shiptag::fuzz
