#include "adapters/github/api.hpp"
#include "adapters/github/api_error.hpp"
#include "adapters/github/deployments.hpp"
#include "adapters/github/request_failure.hpp"
#include "adapters/http/url.hpp"
#include "adapters/json/write.hpp"
#include "base/text.hpp"
#include "fakes/ledger_lines.hpp"
#include "fuzz/target.hpp"
#include "unit/adapters/github/environment_answer.hpp"

namespace shiptag::fuzz {
namespace {

using namespace adapters;

std::string as_json_string(const std::string& text) {
  rapidjson::StringBuffer buffer;
  json::Writer writer(buffer);
  json::write_string(writer, text);
  return json::str(buffer);
}

void try_payload(std::string_view payload) {
  const auto line = github::read_payload(payload);
  if (!line) return;
  const auto again = github::read_payload(github::write_payload(*line));
  require(again.has_value(), "a payload that is written is readable");
  require(again->version == line->version && again->holds == line->holds, "and says the same");
}

void try_records(const json::Value& answer) {
  const github::Account account{.server_url = "https://github.example", .repository = "o/r"};
  const auto records = github::read_records(answer, {.forge_environment = "production"}, account);
  if (!records) return;
  for (const domain::ForgeRecord& record : records->newest_first) {
    require(!record.id.empty(), "a record has an id");
    require(record.run_id.find_first_not_of("0123456789") == std::string::npos, "a run a number");
  }
}

}  // namespace

std::vector<std::string> seeds() {
  const std::string payload = github::write_payload(fakes::deployed("api/v1.2.3", "us-east"));
  const tests::AnsweredDeployment deployment{
      .payload = as_json_string(payload),
      .statuses = tests::answered_status("SUCCESS", "10:00:00",
                                         "https://github.example/o/r/actions/runs/1/job/2")};
  return {payload,
          as_json_string(payload),
          tests::EnvironmentAnswer{.nodes = deployment.json()}.json(),
          R"({"data":null,"errors":[{"type":"NOT_FOUND","path":["s1",2],"message":"gone"}]})",
          R"({"message":"No","errors":[{"resource":"a","field":"b","code":"c"},{"message":"d"}]})",
          R"(<https://api.example/1>; rel="prev", <https://api.example/3>; rel="next")",
          "deployments=write, contents=read; issues=write"};
}

void try_input(std::string_view input) {
  try_payload(input);
  require(!has_control_characters(github::permission_hint(github::accepted_permissions(input))),
          "a hint is one harmless line");
  (void)github::github_words(input);
  if (const auto next = github::next_page("https://api.example/1", input); next && *next)
    require(http::origin_of(**next) == "https://api.example", "the token stays with the API");
  const auto document = json::parse(input, input.size());
  if (!document) return;
  try_records(*document);
  (void)github::graphql_errors(*document);
}

}  // namespace shiptag::fuzz
