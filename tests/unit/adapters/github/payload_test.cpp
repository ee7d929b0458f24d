#include "adapters/github/deployments.hpp"

#include <doctest/doctest.h>

#include <ostream>

#include "adapters/json/ledger_line.hpp"
#include "adapters/json/write.hpp"
#include "fakes/ledger_lines.hpp"

using namespace shiptag;
using namespace shiptag::adapters;
using namespace shiptag::adapters::github;

TEST_SUITE_BEGIN("adapters/github/payload");

namespace {

std::string as_json_string(std::string_view text) {
  rapidjson::StringBuffer buffer;
  json::Writer writer(buffer);
  json::write_string(writer, text);
  return json::str(buffer);
}

}  // namespace

TEST_CASE("what is written as a payload is read again, as JSON and as a string of JSON") {
  domain::LedgerLine line = fakes::deployed("api/v1.2.3", "us-east");
  line.holds.push_back({.version = "api/v1.2.4",
                        .commit_sha = fakes::commit('4'),
                        .reason = "slow \"é\"",
                        .triggered_by = "octocat"});
  const std::string payload = write_payload(line);
  CHECK(payload == R"({"shiptag":)" + json::write_ledger_line(line) + "}");
  for (const std::string& form : {payload, as_json_string(payload)}) {
    CAPTURE(form);
    const auto read = read_payload(form);
    REQUIRE(read.has_value());
    CHECK(read->deployment_id == line.deployment_id);
    CHECK(read->version == line.version);
    CHECK(read->region == "us-east");
    CHECK(read->holds == line.holds);
    CHECK(read->text == json::write_ledger_line(line));
  }
}

TEST_CASE("a payload that others wrote is no line, and no fault either") {
  const std::string good = write_payload(fakes::deployed("v1.2.3"));
  const std::string deep = std::string(100, '[') + std::string(100, ']');
  const auto with = [&](std::string_view part, std::string_view other) {
    std::string text = good;
    return text.replace(text.find(part), part.size(), other);
  };
  for (const std::string& payload : {
           std::string(),
           std::string("{}"),
           std::string("[]"),
           std::string("null"),
           std::string("\"\""),
           std::string("deploy it"),
           std::string(R"("deploy it")"),
           std::string(R"({"deployment_id":"1"})"),
           std::string(R"({"shiptag":null})"),
           std::string(R"({"shiptag":"v1.2.3"})"),
           std::string(R"({"shiptag":[]})"),
           std::string(R"({"shiptag":{}})"),
           good + "x",
           good.substr(0, good.size() - 1),
           as_json_string(as_json_string(good)),
           R"({"shiptag":)" + deep + "}",
           deep,
           with(R"("schema":1)", R"("schema":2)"),
           with(R"("schema":1)", R"("schema":1,"schema":1)"),
           with(R"("version":"v1.2.3")", R"("version":"latest")"),
           with(R"("status":"succeeded")", R"("status":"failed")"),
           with(R"("triggered_by":"octocat")", R"("triggered_by":"a\n::error::b")"),
           with(R"("run_attempt":1)", R"("run_attempt":-1)"),
           with(R"("run_attempt":1)", R"("run_attempt":1e999)"),
           with("v1.2.3", "v1.2.3\xff"),
           with("v1.2.3", R"(v1.2.3\ud800)"),
           std::string("\"") + std::string((std::size_t{1} << 20U) + 1, 'x') + "\"",
       }) {
    CAPTURE(payload.substr(0, 200));
    CHECK_FALSE(read_payload(payload).has_value());
  }
}

TEST_CASE("members that are not known are kept in the line's text") {
  std::string payload = write_payload(fakes::deployed("v1.2.3"));
  payload.replace(payload.find(R"("schema":1)"), 10, R"("schema":1,"later":{"x":[1]})");
  const auto read = read_payload(payload);
  REQUIRE(read.has_value());
  CHECK(read->text.find(R"("later":{"x":[1]})") != std::string::npos);
}

TEST_SUITE_END();
