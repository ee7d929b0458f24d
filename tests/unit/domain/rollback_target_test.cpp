#include "domain/rollback_target.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <functional>
#include <ostream>

#include "containing.hpp"
#include "fakes/ledger_lines.hpp"

using namespace shiptag::domain;
using namespace shiptag::fakes;
using shiptag::ReasonCode;
using shiptag::tests::Containing;

TEST_SUITE_BEGIN("domain/RollbackTarget");

namespace {

Candidate candidate(const char* text) {
  return {version(text), commit_of(text)};
}

/// v1.0.4 runs; v1.0.1 to v1.0.3 ran before it, in order.
struct Case {
  Ledger ledger{{deployed("v1.0.4"), deployed("v1.0.3"), deployed("v1.0.2"), deployed("v1.0.1")}};
  RollbackFacts facts{.current = version("v1.0.4"),
                      .current_commit = commit_of("v1.0.4"),
                      .environment = "production",
                      .region = "",
                      .criteria = {},
                      .requested = {},
                      .candidates = {candidate("v1.0.1"), candidate("v1.0.2"), candidate("v1.0.3"),
                                     candidate("v1.0.4"), candidate("v1.0.5")},
                      .ledger = &ledger,
                      .holds = {}};

  Candidate& at(const char* text) {
    return *std::ranges::find(facts.candidates, version(text), &Candidate::version);
  }
};

std::string targets(const RollbackTarget& target) {
  std::string text = target.target_version ? target.target_version->version.str() : "none";
  for (const Version& accepted : target.candidate_versions) text += " +" + accepted.str();
  for (const RejectedVersion& rejected : target.rejected_versions)
    text += " -" + rejected.version.str() + ":" + std::string(to_string(rejected.reason));
  return text;
}

Hold hold_on(const char* text) {
  Hold hold;
  hold.version = text;
  hold.commit_sha = commit_of(text);
  return hold;
}

}  // namespace

TEST_CASE("select_rollback_target") {
  struct Row {
    const char* rule;
    std::function<void(Case&)> change;
    const char* decision;
  };
  const Row rows[] = {
      {"the highest lower version", [](Case&) {}, "v1.0.3 +v1.0.3 +v1.0.2 +v1.0.1"},
      {"a stable one first, then the rest, highest first",
       [](Case& c) { c.at("v1.0.1").stable = true; }, "v1.0.1 +v1.0.1 +v1.0.3 +v1.0.2"},
      {"stable does not matter if it is not prioritised",
       [](Case& c) {
         c.at("v1.0.1").stable = true;
         c.facts.criteria.prioritize_stable = false;
       },
       "v1.0.3 +v1.0.3 +v1.0.2 +v1.0.1"},
      {"unstable cancels stable",
       [](Case& c) { c.at("v1.0.1").stable = c.at("v1.0.1").unstable = true; },
       "v1.0.3 +v1.0.3 +v1.0.2 +v1.0.1"},
      {"never to a deprecated one", [](Case& c) { c.at("v1.0.3").deprecated = true; },
       "v1.0.2 +v1.0.2 +v1.0.1 -v1.0.3:deprecated"},
      {"deprecated wins over stable",
       [](Case& c) { c.at("v1.0.3").deprecated = c.at("v1.0.3").stable = true; },
       "v1.0.2 +v1.0.2 +v1.0.1 -v1.0.3:deprecated"},
      {"a deprecated one if they are not excluded",
       [](Case& c) {
         c.at("v1.0.3").deprecated = true;
         c.facts.criteria.exclude_deprecated = false;
       },
       "v1.0.3 +v1.0.3 +v1.0.2 +v1.0.1"},
      {"an unstable one unless they are excluded",
       [](Case& c) {
         c.at("v1.0.3").unstable = true;
         c.facts.criteria.exclude_unstable = true;
       },
       "v1.0.2 +v1.0.2 +v1.0.1 -v1.0.3:unstable"},
      {"never to one that never ran there",
       [](Case& c) {
         c.ledger = Ledger({deployed("v1.0.4"), deployed("v1.0.1")});
       },
       "v1.0.1 +v1.0.1 -v1.0.3:never_deployed -v1.0.2:never_deployed"},
      {"a tag set by hand is no deployment",
       [](Case& c) {
         c.ledger =
             Ledger({deployed("v1.0.4"), of(LedgerOperation::tag, "v1.0.3"), deployed("v1.0.1")});
       },
       "v1.0.1 +v1.0.1 -v1.0.3:never_deployed -v1.0.2:never_deployed"},
      {"history: any takes one that never ran",
       [](Case& c) {
         c.ledger = Ledger({deployed("v1.0.4")});
         c.facts.criteria.history = History::any;
       },
       "v1.0.3 +v1.0.3 +v1.0.2 +v1.0.1"},
      {"never to another name of the same commit",
       [](Case& c) { c.facts.current_commit = commit_of("v1.0.3"); },
       "v1.0.2 +v1.0.2 +v1.0.1 -v1.0.3:same_commit"},
      {"never to a commit that is held", [](Case& c) { c.facts.holds = {hold_on("v1.0.3")}; },
       "v1.0.2 +v1.0.2 +v1.0.1 -v1.0.3:held"},
      {"a hold of the environment holds no version", [](Case& c) { c.facts.holds = {Hold{}}; },
       "v1.0.3 +v1.0.3 +v1.0.2 +v1.0.1"},
      {"never upwards",
       [](Case& c) {
         c.facts.current = version("v1.0.1");
         c.facts.current_commit = commit_of("v1.0.1");
       },
       "none"},
      {"in a region, only what ran there",
       [](Case& c) {
         c.ledger = Ledger(
             {deployed("v1.0.4", "us-east"), deployed("v1.0.3", "eu-west"), deployed("v1.0.2")});
         c.facts.region = "us-east";
       },
       "v1.0.2 +v1.0.2 -v1.0.3:never_deployed -v1.0.1:never_deployed"},
      {"never to one whose tag is gone",
       [](Case& c) {
         std::erase_if(c.facts.candidates,
                       [](const Candidate& one) { return one.version == version("v1.0.3"); });
       },
       "v1.0.2 +v1.0.2 +v1.0.1 -v1.0.3:version_not_found"},
      {"what never ran here is no loss",
       [](Case& c) {
         c.facts.candidates.clear();
         c.facts.region = "us-east";
         c.ledger = Ledger({deployed("v1.0.4"), deployed("v1.0.3", "eu-west"), deployed("v1.0.2"),
                            deployed("v1.0.2")});
       },
       "none -v1.0.2:version_not_found"},
      {"never to one whose tag was moved since it ran",
       [](Case& c) { c.at("v1.0.3").commit = commit('f'); },
       "v1.0.2 +v1.0.2 +v1.0.1 -v1.0.3:never_deployed"},
      {"history: any takes one whose tag was moved",
       [](Case& c) {
         c.at("v1.0.3").commit = commit('f');
         c.facts.criteria.history = History::any;
       },
       "v1.0.3 +v1.0.3 +v1.0.2 +v1.0.1"},
      {"last_deployed: never to one whose tag was moved",
       [](Case& c) {
         c.at("v1.0.3").commit = commit('f');
         c.facts.criteria.strategy = Strategy::last_deployed;
       },
       "v1.0.2 +v1.0.2 +v1.0.1 -v1.0.3:never_deployed"},
      {"last_deployed: the newest before the current one",
       [](Case& c) {
         c.ledger = Ledger({deployed("v1.0.4"), deployed("v1.0.1"), deployed("v1.0.3")});
         c.facts.criteria.strategy = Strategy::last_deployed;
       },
       "v1.0.1 +v1.0.1 +v1.0.3 -v1.0.2:never_deployed"},
      {"last_deployed: what came after the current one's line does not count",
       [](Case& c) {
         c.ledger = Ledger({deployed("v1.0.3", "eu-west"), deployed("v1.0.4"), deployed("v1.0.2")});
         c.facts.criteria.strategy = Strategy::last_deployed;
       },
       "v1.0.2 +v1.0.2 -v1.0.3:never_deployed -v1.0.1:never_deployed"},
      {"last_deployed heeds no stable mark",
       [](Case& c) {
         c.at("v1.0.1").stable = true;
         c.facts.criteria.strategy = Strategy::last_deployed;
       },
       "v1.0.3 +v1.0.3 +v1.0.2 +v1.0.1"},
      {"an explicit target among the accepted",
       [](Case& c) { c.facts.requested = version("v1.0.1"); }, "v1.0.1 +v1.0.3 +v1.0.2 +v1.0.1"},
      {"an explicit target that is rejected",
       [](Case& c) {
         c.at("v1.0.1").deprecated = true;
         c.facts.requested = version("v1.0.1");
       },
       "none +v1.0.3 +v1.0.2 -v1.0.1:deprecated"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.rule);
    Case c;
    row.change(c);
    CHECK(targets(select_rollback_target(c.facts)) == row.decision);
  }
}

TEST_CASE("why_no_target names the rule") {
  struct Row {
    const char* rule;
    const char* requested;
    std::function<void(Case&)> change;
    ReasonCode code;
    const char* says;
  };
  const Row rows[] = {
      {"nothing left", "", [](Case& c) { c.ledger = Ledger({deployed("v1.0.4")}); },
       ReasonCode::no_target, "no version below v1.0.4 can be rolled back to in production"},
      {"no such tag", "v1.0.0", [](Case&) {}, ReasonCode::version_not_found, "no tag v1.0.0"},
      {"a tag that is gone", "v1.0.3",
       [](Case& c) {
         c.facts.candidates.pop_back();
         c.facts.candidates.pop_back();
         c.facts.candidates.pop_back();
       },
       ReasonCode::version_not_found,
       "no tag v1.0.3 any more; it ran in production from commit 3333"},
      {"not lower", "v1.0.5", [](Case&) {}, ReasonCode::not_lower,
       "not lower than v1.0.4, which runs now"},
      {"the current one", "v1.0.4", [](Case&) {}, ReasonCode::not_lower, "not lower"},
      {"deprecated", "v1.0.2", [](Case& c) { c.at("v1.0.2").deprecated = true; },
       ReasonCode::deprecated, "marked v1.0.2-deprecated"},
      {"never deployed", "v1.0.2", [](Case& c) { c.ledger = Ledger({deployed("v1.0.4")}); },
       ReasonCode::never_deployed,
       "never deployed to production; the ledger reaches back 1 line, to 2025-11-21T10:30:45Z"},
      {"held", "v1.0.2", [](Case& c) { c.facts.holds = {hold_on("v1.0.2")}; }, ReasonCode::held,
       "v1.0.2"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.rule);
    Case c;
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

TEST_CASE("the higher ones that were passed over are named") {
  Case c;
  c.at("v1.0.1").stable = true;
  const auto target = select_rollback_target(c.facts);
  CHECK(target.passed_over == std::vector{version("v1.0.3"), version("v1.0.2")});
}

TEST_CASE("an override takes the requested version from the rejected to the candidates") {
  Case c;
  c.at("v1.0.2").deprecated = true;
  c.facts.requested = version("v1.0.2");
  auto target = select_rollback_target(c.facts);
  take_requested(target, c.facts);
  CHECK(targets(target) == "v1.0.2 +v1.0.2 +v1.0.3 +v1.0.1");
}

TEST_CASE("only the highest hundred rejected versions are listed, the rest is counted") {
  Case c;
  c.facts.candidates.clear();
  c.facts.current = version("v3.0.0");
  for (int i = 0; i < 130; ++i)
    c.facts.candidates.push_back(candidate(("v2.0." + std::to_string(i)).c_str()));
  const auto target = select_rollback_target(c.facts);
  CHECK(target.rejected_versions.size() == most_rejected_shown);
  CHECK(target.rejected_versions.front().version == version("v2.0.129"));
  CHECK(target.more_rejected.at(ReasonCode::never_deployed) == 30);
}

TEST_CASE("a tag that is gone or was moved is told with the commit that ran") {
  Case c;
  c.facts.candidates = {candidate("v1.0.2"), candidate("v1.0.4")};
  c.at("v1.0.2").commit = commit('f');
  const auto rejected = select_rollback_target(c.facts).rejected_versions;
  REQUIRE(rejected.size() == 3);
  CHECK(rejected[0].explanation == "its tag is gone; it ran in production from commit " +
                                       commit_of("v1.0.3").hex() +
                                       ", where operation: tag creates it again");
  CHECK(rejected[1].explanation == "its tag was moved: it ran in production from commit " +
                                       commit_of("v1.0.2").hex() + ", and is on " +
                                       commit('f').hex() + " now");
  CHECK(rejected[2].reason == ReasonCode::version_not_found);
}

TEST_CASE("the rejected say how they were marked, or where they never ran") {
  Case c;
  c.at("v1.0.3").deprecated = true;
  c.ledger = Ledger({deployed("v1.0.4"), deployed("v1.0.3")});
  c.facts.region = "us-east";
  const auto rejected = select_rollback_target(c.facts).rejected_versions;
  REQUIRE(rejected.size() == 3);
  CHECK(rejected[0].explanation == "marked v1.0.3-deprecated");
  CHECK(rejected[1].explanation == Containing("never deployed to production in us-east"));
}

TEST_SUITE_END();
