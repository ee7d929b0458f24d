#include "adapters/json/ledger_format.hpp"

#include <doctest/doctest.h>

#include <ostream>
#include <string>
#include <vector>

using namespace shiptag;

namespace {

const adapters::json::LedgerFormat format;

std::string line(const std::string& id, const std::string& more = "") {
  return R"({"schema":1,"operation":"deploy","deployment_id":")" + id +
         R"(","version":"v1.0.0","commit_sha":"0123456789abcdef0123456789abcdef01234567")" + more +
         "}";
}

}  // namespace

TEST_CASE("a ledger is the block of JSON behind the last blank line") {
  struct Row {
    std::string name, message;
    std::vector<std::string> ids;
  };
  const std::string a = line("a");
  const std::string b = line("b");
  const std::vector<Row> rows = {
      {"newest first", "heading\n\nby me\n\n" + a + "\n" + b + "\n", {"a", "b"}},
      {"nothing above", a + "\n", {"a"}},
      {"no newline at the end", "heading\n\n" + a, {"a"}},
      {"blank lines at the end", "heading\n\n" + a + "\n\n \n", {"a"}},
      {"CRLF", "heading\r\n\r\n" + a + "\r\n" + b + "\r\n", {"a", "b"}},
      {"several blank lines", "heading\n\n\n\n" + a + "\n", {"a"}},
      {"a heading that is not UTF-8", "\xe9t\xe9\n\n" + a + "\n", {"a"}},
      {"an empty message", "", {}},
      {"only newlines", "\n\n\n", {}},
      {"no JSON", "Release\n\nfor everyone\n", {}},
      {"JSON above other words", a + "\n\nfor everyone\n", {}},
      {"JSON behind other words of the block", "heading\n" + a + "\n", {}},
      {"a block that begins with a space", "heading\n\n " + a + "\n", {}},
      {"an array", "heading\n\n[1]\n", {}},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    const auto ledger = format.read_ledger(row.message);
    REQUIRE_MESSAGE(ledger, ledger.error().message);
    std::vector<std::string> ids;
    for (const auto& found : ledger->lines()) ids.push_back(found.deployment_id);
    CHECK(ids == row.ids);
  }
}

TEST_CASE("a line is kept as it was written, with what is not known of it") {
  const std::string text = line("a", R"( , "later" : [ 1.50, "\u00e9" ])");
  const auto ledger = format.read_ledger("heading\r\n\r\n" + text + "\r\n");
  REQUIRE(ledger);
  CHECK(ledger->lines().at(0).text == text);
}

TEST_CASE("a ledger that cannot be understood whole cannot be parsed at all") {
  struct Row {
    std::string name, message, fault;
  };
  const std::string good = "heading\n\n" + line("a") + "\n";
  const std::vector<Row> rows = {
      {"a line that does not parse", good + "{\n", "line 4 of the tag's message: invalid JSON"},
      {"words behind the lines", good + "Signed-off-by: me\n", "line 4"},
      {"a newer schema", good + R"({"schema":2})" + "\n", "line 4"},
      {"not UTF-8", good + line("b", ",\"x\":\"\xff\"") + "\n",
       "line 4 of the tag's message: invalid JSON: "},
      {"NUL", good + line("b", std::string(",\"x\":\"\0\"", 8)) + "\n", "NUL"},
      {"deep", "{" + std::string(100000, '['), "nested"},
      {"cut off", good.substr(0, good.size() - 5), "line 3"},
      {"a blank line that hides the newest", good + "\n" + line("b") + "\n", "a blank line"},
      {"more than 1 MiB", good + std::string(1 << 20, '\n'), "1048576"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    const auto ledger = format.read_ledger(row.message);
    REQUIRE_FALSE(ledger);
    CHECK(ledger.error().code == ReasonCode::ledger_unreadable);
    CHECK_MESSAGE(ledger.error().message.find(row.fault) != std::string::npos,
                  ledger.error().message);
    CHECK_FALSE(ledger.error().hint.empty());
  }
}

TEST_CASE("every cut of a ledger is read or refused, never half read") {
  const std::string message = "heading\n\n" + line("a") + "\n" + line("b") + "\n";
  for (std::size_t size = 0; size < message.size(); ++size) {
    const auto ledger = format.read_ledger(message.substr(0, size));
    if (!ledger) continue;
    const std::size_t whole = size <= message.find(line("b")) ? 1 : 2;
    CAPTURE(size);
    CHECK((ledger->empty() || ledger->lines().size() == whole));
  }
}

TEST_CASE("cloud mappings are one object of provider to region") {
  const domain::Region region{
      .name = "us-east", .config_path = {}, .cloud_mappings = {{"aws", "us-east-1"}, {"x", "\""}}};
  CHECK(format.write(cloud_mappings(region)) == R"({"aws":"us-east-1","x":"\""})");
}
