// Writer and reader agree: what one writes the other reads back, whatever people put into it, and
// an output of one step is fit to be an input of the next.
#include <doctest/doctest.h>

#include <array>
#include <ostream>
#include <random>
#include <string>

#include "adapters/json/ledger_format.hpp"
#include "adapters/json/ledger_line.hpp"
#include "base/text.hpp"
#include "fakes/ledger_lines.hpp"

using namespace shiptag;
using namespace shiptag::adapters;

TEST_SUITE_BEGIN("adapters/json: what is written is read back");

namespace {

/// Makes values as hostile as the readers allow; the same ones for the same seed.
class Maker {
 public:
  explicit Maker(unsigned seed) : random_(seed) {}

  std::size_t below(std::size_t limit) { return random_() % limit; }
  bool chance() { return below(2) == 0; }

  /// One line, in which nothing is a control character.
  std::string line() { return text({"a", "\"", "\\", "</", "{", "é", "\u00a0", "\u2028", "😀"}); }

  /// A string of JSON, with what only escapes can stand for, and what needs none but could do with.
  std::string json_string() {
    return '"' +
           text({"x", "\\n", "\\u0000", "\\u0085", "\x7f", "\u0080", "\u009f", "é", "\\\"",
                 "\u2029", "\\ud83d\\ude00"}) +
           '"';
  }

  Timestamp time() { return {static_cast<std::int64_t>(below(4'000'000'000))}; }

  domain::Hold hold() {
    domain::Hold hold;
    if (chance()) hold.version = "v1.2.3";
    if (!hold.version.empty()) hold.commit_sha = fakes::commit('a');
    hold.reason = line();
    hold.triggered_by = line();
    hold.since = time();
    if (chance()) hold.until = time();
    if (chance())
      hold.unknown_members = ",\"x\":" + json_string() + ",\"y\":[" + json_string() + "]";
    return hold;
  }

  std::vector<domain::Hold> holds() {
    std::vector<domain::Hold> some;
    for (std::size_t left = below(3); left > 0; --left) some.push_back(hold());
    return some;
  }

  std::optional<domain::Override> override_used() {
    if (chance()) return std::nullopt;
    return domain::Override{line(), line(), {"held", "frozen"}, std::string(40, 'b')};
  }

  domain::LedgerLine ledger_line() {
    domain::LedgerLine made = fakes::deployed("v1.2.3", chance() ? "us-east" : "");
    made.triggered_by = line();
    made.reason = line();
    made.holds = holds();
    made.override_used = override_used();
    return made;
  }

  domain::DeploymentState state() {
    domain::DeploymentState made{{.operation = chance() ? domain::LedgerOperation::deploy
                                                        : domain::LedgerOperation::rollback,
                                  .deployment_id = "deploy-20251121-103045-1",
                                  .version = fakes::version("v1.2.3"),
                                  .commit_sha = fakes::commit('a'),
                                  .environment = "production",
                                  .started_at = time(),
                                  .reason = line(),
                                  .override_used = override_used()},
                                 {"org/repo", "1", line(), "deploy", "production", "", ""}};
    made.new_holds = holds();
    made.released_holds = holds();
    made.rebuilt_holds = holds();
    made.github_environment = line();
    return made;
  }

 private:
  std::string text(const std::vector<std::string>& parts) {
    std::string made;
    for (std::size_t left = below(12); left > 0; --left) made += parts[below(parts.size())];
    return made;
  }

  std::mt19937 random_;
};

constexpr unsigned rounds = 2000;

/// As an input, and as a line of a ledger, has to be.
void check_is_line(const std::string& json) {
  CHECK(is_utf8(json));
  CHECK_FALSE(has_control_characters(json));
}

}  // namespace

TEST_CASE("a deployment's state") {
  for (unsigned seed = 0; seed < rounds; ++seed) {
    CAPTURE(seed);
    const std::string json = json::LedgerFormat().write_state(Maker(seed).state());
    check_is_line(json);
    const auto read = json::LedgerFormat().read_state(json);
    REQUIRE_MESSAGE(read.has_value(), read.error().message);
    CHECK(json::LedgerFormat().write_state(*read) == json);
  }
}

TEST_CASE("a ledger's line, and its holds") {
  for (unsigned seed = 0; seed < rounds; ++seed) {
    CAPTURE(seed);
    const domain::LedgerLine line = Maker(seed).ledger_line();
    const std::string json = json::write_ledger_line(line);
    check_is_line(json);
    const auto read = json::read_ledger_line(json);
    REQUIRE_MESSAGE(read.has_value(), read.error().message);
    CHECK(json::write_ledger_line(*read) == json);
    CHECK(read->reason == line.reason);
    CHECK(read->override_used == line.override_used);
    REQUIRE(read->holds.size() == line.holds.size());
    for (std::size_t i = 0; i < line.holds.size(); ++i)
      CHECK(read->holds[i].reason == line.holds[i].reason);
  }
}

TEST_CASE("a hold with a DEL or NEL in a member that nobody knows goes through a deployment") {
  const std::string line =
      R"({"schema":1,"operation":"hold","deployment_id":"hold-1","commit_sha":")" +
      std::string(40, 'a') +
      R"(","holds":[{"reason":"r","since":"2025-11-21T10:30:45Z","x":")"
      "\x7f\u0085"
      R"("}]})";
  const auto read = json::read_ledger_line(line);
  REQUIRE_MESSAGE(read.has_value(), read.error().message);
  auto state = Maker(0).state();
  state.released_holds = read->holds;
  const std::string json = json::LedgerFormat().write_state(state);
  check_is_line(json);
  CHECK(json.find(R"("x":"\u007f\u0085")") != std::string::npos);
  CHECK(json::LedgerFormat().read_state(json).has_value());
}

TEST_SUITE_END();
