#include "domain/rollback_target.hpp"

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

TEST_SUITE_BEGIN("domain/RollbackTarget");

namespace {

std::string targets(const RollbackTarget& target) {
  std::string text = target.target_version ? target.target_version->version.str() : "none";
  for (const Version& accepted : target.candidate_versions) text += " +" + accepted.str();
  for (const RejectedVersion& rejected : target.rejected_versions)
    text += " -" + rejected.version.str() + ":" + std::string(to_string(rejected.reason));
  return text;
}

}  // namespace

TEST_CASE("select_rollback_target") {
  struct Row {
    const char* rule;
    std::function<void(RollbackCase&)> change;
    const char* decision;
  };
  const Row rows[] = {
      {"the highest lower version", [](RollbackCase&) {}, "v1.0.3 +v1.0.3 +v1.0.2 +v1.0.1"},
      {"a stable one first, then the rest, highest first",
       [](RollbackCase& c) { c.at("v1.0.1").stable = true; }, "v1.0.1 +v1.0.1 +v1.0.3 +v1.0.2"},
      {"stable does not matter if it is not prioritised",
       [](RollbackCase& c) {
         c.at("v1.0.1").stable = true;
         c.facts.criteria.prioritize_stable = false;
       },
       "v1.0.3 +v1.0.3 +v1.0.2 +v1.0.1"},
      {"unstable cancels stable",
       [](RollbackCase& c) { c.at("v1.0.1").stable = c.at("v1.0.1").unstable = true; },
       "v1.0.3 +v1.0.3 +v1.0.2 +v1.0.1"},
      {"never to a deprecated one", [](RollbackCase& c) { c.at("v1.0.3").deprecated = true; },
       "v1.0.2 +v1.0.2 +v1.0.1 -v1.0.3:deprecated"},
      {"deprecated wins over stable",
       [](RollbackCase& c) { c.at("v1.0.3").deprecated = c.at("v1.0.3").stable = true; },
       "v1.0.2 +v1.0.2 +v1.0.1 -v1.0.3:deprecated"},
      {"a deprecated one if they are not excluded",
       [](RollbackCase& c) {
         c.at("v1.0.3").deprecated = true;
         c.facts.criteria.exclude_deprecated = false;
       },
       "v1.0.3 +v1.0.3 +v1.0.2 +v1.0.1"},
      {"an unstable one unless they are excluded",
       [](RollbackCase& c) {
         c.at("v1.0.3").unstable = true;
         c.facts.criteria.exclude_unstable = true;
       },
       "v1.0.2 +v1.0.2 +v1.0.1 -v1.0.3:unstable"},
      {"never to one that never ran there",
       [](RollbackCase& c) {
         c.ledger = Ledger({deployed("v1.0.4"), deployed("v1.0.1")});
       },
       "v1.0.1 +v1.0.1 -v1.0.3:never_deployed -v1.0.2:never_deployed"},
      {"a tag set by hand is no deployment",
       [](RollbackCase& c) {
         c.ledger =
             Ledger({deployed("v1.0.4"), of(LedgerOperation::tag, "v1.0.3"), deployed("v1.0.1")});
       },
       "v1.0.1 +v1.0.1 -v1.0.3:never_deployed -v1.0.2:never_deployed"},
      {"history: any takes one that never ran",
       [](RollbackCase& c) {
         c.ledger = Ledger({deployed("v1.0.4")});
         c.facts.criteria.history = History::any;
       },
       "v1.0.3 +v1.0.3 +v1.0.2 +v1.0.1"},
      {"never to another name of the same commit",
       [](RollbackCase& c) { c.facts.current_commit = commit_of("v1.0.3"); },
       "v1.0.2 +v1.0.2 +v1.0.1 -v1.0.3:same_commit"},
      {"never to a commit that is held",
       [](RollbackCase& c) { c.facts.holds = {hold_on("v1.0.3")}; },
       "v1.0.2 +v1.0.2 +v1.0.1 -v1.0.3:held"},
      {"a hold of the environment holds no version",
       [](RollbackCase& c) { c.facts.holds = {Hold{}}; }, "v1.0.3 +v1.0.3 +v1.0.2 +v1.0.1"},
      {"never upwards",
       [](RollbackCase& c) {
         c.facts.current = version("v1.0.1");
         c.facts.current_commit = commit_of("v1.0.1");
       },
       "none"},
      {"in a region, only what ran there",
       [](RollbackCase& c) {
         c.ledger = Ledger(
             {deployed("v1.0.4", "us-east"), deployed("v1.0.3", "eu-west"), deployed("v1.0.2")});
         c.facts.region = "us-east";
       },
       "v1.0.2 +v1.0.2 -v1.0.3:never_deployed -v1.0.1:never_deployed"},
      {"never to one whose tag is gone",
       [](RollbackCase& c) {
         std::erase_if(c.candidates,
                       [](const Candidate& one) { return one.version == version("v1.0.3"); });
       },
       "v1.0.2 +v1.0.2 +v1.0.1 -v1.0.3:version_not_found"},
      {"what never ran here is no loss",
       [](RollbackCase& c) {
         c.candidates.clear();
         c.facts.region = "us-east";
         c.ledger = Ledger({deployed("v1.0.4"), deployed("v1.0.3", "eu-west"), deployed("v1.0.2"),
                            deployed("v1.0.2")});
       },
       "none -v1.0.2:version_not_found"},
      {"never to one whose tag was moved since it ran",
       [](RollbackCase& c) { c.at("v1.0.3").commit = commit('f'); },
       "v1.0.2 +v1.0.2 +v1.0.1 -v1.0.3:never_deployed"},
      {"history: any takes one whose tag was moved",
       [](RollbackCase& c) {
         c.at("v1.0.3").commit = commit('f');
         c.facts.criteria.history = History::any;
       },
       "v1.0.3 +v1.0.3 +v1.0.2 +v1.0.1"},
      {"last_deployed: never to one whose tag was moved",
       [](RollbackCase& c) {
         c.at("v1.0.3").commit = commit('f');
         c.facts.criteria.strategy = Strategy::last_deployed;
       },
       "v1.0.2 +v1.0.2 +v1.0.1 -v1.0.3:never_deployed"},
      {"last_deployed: the newest before the current one",
       [](RollbackCase& c) {
         c.ledger = Ledger({deployed("v1.0.4"), deployed("v1.0.1"), deployed("v1.0.3")});
         c.facts.criteria.strategy = Strategy::last_deployed;
       },
       "v1.0.1 +v1.0.1 +v1.0.3 -v1.0.2:never_deployed"},
      {"last_deployed: what came after the current one's line does not count",
       [](RollbackCase& c) {
         c.ledger = Ledger({deployed("v1.0.3", "eu-west"), deployed("v1.0.4"), deployed("v1.0.2")});
         c.facts.criteria.strategy = Strategy::last_deployed;
       },
       "v1.0.2 +v1.0.2 -v1.0.3:never_deployed -v1.0.1:never_deployed"},
      {"last_deployed heeds no stable mark",
       [](RollbackCase& c) {
         c.at("v1.0.1").stable = true;
         c.facts.criteria.strategy = Strategy::last_deployed;
       },
       "v1.0.3 +v1.0.3 +v1.0.2 +v1.0.1"},
      {"an explicit target among the accepted",
       [](RollbackCase& c) { c.facts.requested = version("v1.0.1"); },
       "v1.0.1 +v1.0.3 +v1.0.2 +v1.0.1"},
      {"an explicit target that is rejected",
       [](RollbackCase& c) {
         c.at("v1.0.1").deprecated = true;
         c.facts.requested = version("v1.0.1");
       },
       "none +v1.0.3 +v1.0.2 -v1.0.1:deprecated"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.rule);
    RollbackCase c;
    row.change(c);
    CHECK(targets(select_rollback_target(c.facts)) == row.decision);
  }
}

TEST_CASE("the higher ones that were passed over are named") {
  RollbackCase c;
  c.at("v1.0.1").stable = true;
  const auto target = select_rollback_target(c.facts);
  CHECK(target.passed_over == std::vector{version("v1.0.3"), version("v1.0.2")});
}

TEST_CASE("an override takes the requested version from the rejected to the candidates") {
  RollbackCase c;
  c.at("v1.0.2").deprecated = true;
  c.facts.requested = version("v1.0.2");
  auto target = select_rollback_target(c.facts);
  take_requested(target, c.facts);
  CHECK(targets(target) == "v1.0.2 +v1.0.2 +v1.0.3 +v1.0.1");
}

TEST_CASE("only the highest hundred rejected versions are listed, the rest is counted") {
  RollbackCase c;
  c.candidates.clear();
  c.facts.current = version("v3.0.0");
  for (int i = 0; i < 130; ++i)
    c.candidates.push_back(candidate(("v2.0." + std::to_string(i)).c_str()));
  const auto target = select_rollback_target(c.facts);
  CHECK(target.rejected_versions.size() == most_versions_shown);
  CHECK(target.rejected_versions.front().version == version("v2.0.129"));
  CHECK(target.more_rejected.at(ReasonCode::never_deployed) == 30);
}

TEST_CASE("only the first hundred accepted versions are listed, and the higher ones passed over") {
  RollbackCase c;
  c.candidates.clear();
  c.facts.current = version("v3.0.0");
  c.facts.current_commit = commit('e');
  c.facts.criteria.history = History::any;
  for (int i = 0; i < 300; ++i) {
    c.candidates.push_back(candidate(("v2.0." + std::to_string(i)).c_str()));
    c.candidates.back().stable = i < 130;
  }
  const auto target = select_rollback_target(c.facts);
  CHECK(target.target_version->version == version("v2.0.129"));
  CHECK(target.candidate_versions.size() == most_versions_shown);
  CHECK(target.candidate_versions.back() == version("v2.0.30"));
  // The ledger's v1.0.1 to v1.0.4 have no tag here.
  CHECK(target.rejected_versions.size() == 4);
  CHECK(target.more_accepted == 200);
  CHECK(target.passed_over.size() == most_versions_shown);
  CHECK(target.passed_over.front() == version("v2.0.299"));
}

TEST_CASE("a requested version is the target however many are preferred") {
  RollbackCase c;
  c.facts.current = version("v3.0.0");
  c.facts.current_commit = commit('e');
  c.facts.criteria.history = History::any;
  for (int i = 0; i < 130; ++i)
    c.candidates.push_back(candidate(("v2.0." + std::to_string(i)).c_str()));
  c.facts.requested = version("v1.0.1");
  const auto target = select_rollback_target(c.facts);
  CHECK(target.target_version->version == version("v1.0.1"));
  CHECK(target.candidate_versions.back() == version("v1.0.1"));
  CHECK(target.candidate_versions.size() + target.more_accepted == 135);
}

TEST_CASE("a tag that is gone or was moved is told with the commit that ran") {
  RollbackCase c;
  c.candidates = {candidate("v1.0.2"), candidate("v1.0.4")};
  c.at("v1.0.2").commit = commit('f');
  const auto rejected = select_rollback_target(c.facts).rejected_versions;
  REQUIRE(rejected.size() == 3);
  CHECK(rejected[0].explanation == "its tag is gone; it ran in production from commit " +
                                       commit_of("v1.0.3").hex() +
                                       ", where operation: tag can re-create it");
  CHECK(rejected[1].explanation == "its tag was moved: it ran in production from commit " +
                                       commit_of("v1.0.2").hex() + ", but the tag is now on " +
                                       commit('f').hex());
  CHECK(rejected[2].reason == ReasonCode::version_not_found);
}

TEST_CASE("the rejected say how they were marked, or where they never ran") {
  RollbackCase c;
  c.at("v1.0.3").deprecated = true;
  c.ledger = Ledger({deployed("v1.0.4"), deployed("v1.0.3")});
  c.facts.region = "us-east";
  const auto rejected = select_rollback_target(c.facts).rejected_versions;
  REQUIRE(rejected.size() == 3);
  CHECK(rejected[0].explanation == "marked deprecated by the tag v1.0.3-deprecated");
  CHECK(rejected[1].explanation == Containing("never deployed to production in us-east"));
}

TEST_SUITE_END();
