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

TEST_CASE("why_no_target names the rule") {
  struct Row {
    const char* rule;
    const char* requested;
    std::function<void(RollbackCase&)> change;
    ReasonCode code;
    const char* says;
  };
  const Row rows[] = {
      {"nothing left", "", [](RollbackCase& c) { c.ledger = Ledger({deployed("v1.0.4")}); },
       ReasonCode::no_target, "no version below v1.0.4 can be rolled back to in production"},
      {"no such tag", "v1.0.0", [](RollbackCase&) {}, ReasonCode::version_not_found,
       "no tag v1.0.0"},
      {"a tag that is gone", "v1.0.3",
       [](RollbackCase& c) {
         c.facts.candidates.pop_back();
         c.facts.candidates.pop_back();
         c.facts.candidates.pop_back();
       },
       ReasonCode::version_not_found,
       "no tag v1.0.3 any more; it ran in production from commit 3333"},
      {"not lower", "v1.0.5", [](RollbackCase&) {}, ReasonCode::not_lower,
       "not lower than v1.0.4, which runs now"},
      {"the current one", "v1.0.4", [](RollbackCase&) {}, ReasonCode::not_lower, "not lower"},
      {"deprecated", "v1.0.2", [](RollbackCase& c) { c.at("v1.0.2").deprecated = true; },
       ReasonCode::deprecated, "marked v1.0.2-deprecated"},
      {"never deployed", "v1.0.2", [](RollbackCase& c) { c.ledger = Ledger({deployed("v1.0.4")}); },
       ReasonCode::never_deployed,
       "never deployed to production; the ledger reaches back 1 line, to 2025-11-21T10:30:45Z"},
      {"held", "v1.0.2", [](RollbackCase& c) { c.facts.holds = {hold_on("v1.0.2")}; },
       ReasonCode::held, "v1.0.2"},
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
    CHECK_FALSE(error.hint.empty());
  }
}

TEST_CASE("why_no_target says the way out") {
  struct Row {
    const char* rule;
    const char* requested;
    std::function<void(RollbackCase&)> change;
    const char* hint;
  };
  const auto forget = [](RollbackCase& c, const char* text) {
    std::erase_if(c.facts.candidates,
                  [&](const Candidate& one) { return one.version == version(text); });
  };
  const Row rows[] = {
      {"it runs", "v1.0.4", [](RollbackCase&) {}, "there is nothing to roll back"},
      {"it is higher", "v1.0.5", [](RollbackCase&) {}, "deploy it with operation: deploy"},
      {"its tag is gone", "v1.0.3", [&](RollbackCase& c) { forget(c, "v1.0.3"); },
       "operation: tag with version: v1.0.3 and commit_sha: 3333333333"},
      {"its tag was moved", "v1.0.3", [](RollbackCase& c) { c.at("v1.0.3").commit = commit('f'); },
       "operation: tag with version: v1.0.3 and commit_sha: 3333333333"},
      {"all tags are gone", "", [](RollbackCase& c) { c.facts.candidates.clear(); },
       "operation: tag with version: v1.0.3 and commit_sha: 3333333333"},
      {"it never ran", "v1.0.2", [](RollbackCase& c) { c.ledger = Ledger({deployed("v1.0.4")}); },
       "lift the rule with override: true"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.rule);
    RollbackCase c;
    row.change(c);
    if (*row.requested != '\0') c.facts.requested = version(row.requested);
    const auto target = select_rollback_target(c.facts);
    CHECK(why_no_target(target, c.facts).hint == Containing(row.hint));
  }
}

TEST_SUITE_END();
