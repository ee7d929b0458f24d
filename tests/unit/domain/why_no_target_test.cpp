#include <doctest/doctest.h>

#include <algorithm>
#include <functional>
#include <ostream>

#include "containing.hpp"
#include "rollback_case.hpp"

using namespace shiptag::domain;
using namespace shiptag::fakes;
using namespace shiptag::tests;
using shiptag::ReasonCode;

TEST_SUITE_BEGIN("domain/why_no_target");

namespace {

void forget(RollbackCase& c, const char* text) {
  std::erase_if(c.candidates, [&](const Candidate& one) { return one.version == version(text); });
}

constexpr auto create_v1_0_3 = "operation: tag, version: v1.0.3, and commit_sha: 3333333333";

}  // namespace

TEST_CASE("why_no_target names the rule, and the way out") {
  struct Row {
    const char* rule;
    const char* requested;
    std::function<void(RollbackCase&)> change;
    ReasonCode code;
    const char* says;
    const char* hint;
  };
  const Row rows[] = {
      {"nothing left", "", [](auto& c) { c.ledger = Ledger({deployed("v1.0.4")}); },
       ReasonCode::no_target, "production has no version below v1.0.4 to roll back to",
       "set target_version"},
      {"all tags are gone", "", [](auto& c) { c.candidates.clear(); }, ReasonCode::no_target,
       "has no version below v1.0.4 to roll back to", create_v1_0_3},
      {"no such tag", "v1.0.0", [](auto&) {}, ReasonCode::version_not_found, "no tag v1.0.0",
       "name a version that has a tag"},
      {"a tag that is gone", "v1.0.3", [](auto& c) { forget(c, "v1.0.3"); },
       ReasonCode::version_not_found,
       "the tag v1.0.3 no longer exists; it ran in production from commit 3333", create_v1_0_3},
      {"not lower", "v1.0.5", [](auto&) {}, ReasonCode::not_lower,
       "not lower than v1.0.4, which is running now", "deploy it with operation: deploy"},
      {"the current one", "v1.0.4", [](auto&) {}, ReasonCode::not_lower, "not lower",
       "name a lower version"},
      {"deprecated", "v1.0.2", [](auto& c) { c.at("v1.0.2").deprecated = true; },
       ReasonCode::deprecated, "marked deprecated by the tag v1.0.2-deprecated",
       "lift the rule with override: true"},
      {"never deployed", "v1.0.2", [](auto& c) { c.ledger = Ledger({deployed("v1.0.4")}); },
       ReasonCode::never_deployed,
       "never deployed to production; the ledger has 1 line, back to 2025-11-21T10:30:45Z",
       "lift the rule with override: true"},
      {"a tag that was moved", "v1.0.3", [](auto& c) { c.at("v1.0.3").commit = commit('f'); },
       ReasonCode::never_deployed, "its tag was moved", create_v1_0_3},
      {"held", "v1.0.2", [](auto& c) { c.facts.holds = {hold_on("v1.0.2")}; }, ReasonCode::held,
       "v1.0.2", "lift the rule with override: true"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.rule);
    RollbackCase c;
    row.change(c);
    if (*row.requested != '\0') c.facts.requested = version(row.requested);
    const auto target = select_rollback_target(c.facts);
    REQUIRE_FALSE(target.target_version.has_value());
    const auto error = why_no_target(target, c.facts);
    CHECK(error.code == row.code);
    CHECK(error.message == Containing(row.says));
    CHECK(error.hint == Containing(row.hint));
  }
}

TEST_SUITE_END();
