#include "domain/deploy_checks.hpp"

#include <doctest/doctest.h>

#include <functional>
#include <ostream>

#include "fakes/ledger_lines.hpp"

using namespace shiptag::domain;
using namespace shiptag::fakes;
using shiptag::Error;
using shiptag::ReasonCode;

namespace {

/// Facts that pass every check.
DeployFacts good() {
  DeployFacts facts{.version = version("v1.0.2")};
  facts.tag = Candidate{version("v1.0.2"), commit('2')};
  facts.config.environment.name = "production";
  facts.config.environment.is_production = true;
  facts.config.states_approval = false;
  facts.running = version("v1.0.1");
  return facts;
}

std::string codes(const DeployVerdict& verdict) {
  std::string words;
  for (const Error& refusal : verdict.refusals) words += std::string(to_string(refusal.code)) + " ";
  return words;
}

Hold withdrawal_of(const char* text) {
  Hold hold;
  hold.reason = "withdrawn";
  hold.version = text;
  if (!hold.version.empty()) hold.commit_sha = commit_of(text);
  return hold;
}

}  // namespace

TEST_CASE("check_deploy goes through the rules in their order") {
  struct Row {
    const char* rule;
    std::function<void(DeployFacts&)> change;
    const char* refusals;
  };
  const Row rows[] = {
      {"nothing is in the way", [](auto&) {}, ""},
      {"the version's tag exists", [](auto& f) { f.tag.reset(); }, "version_not_found "},
      {"configuration",
       [](auto& f) {
         f.config.faults = {Error{ReasonCode::environment_not_configured, "no folder"},
                            Error{ReasonCode::secrets_not_encrypted, "plain"}};
       },
       "environment_not_configured secrets_not_encrypted "},
      {"a hold of the environment", [](auto& f) { f.holds = {withdrawal_of("")}; }, "held "},
      {"a hold of this commit", [](auto& f) { f.holds = {withdrawal_of("v1.0.2")}; }, "held "},
      {"a hold of another commit", [](auto& f) { f.holds = {withdrawal_of("v1.0.3")}; }, ""},
      {"release_hold lifts what blocks",
       [](auto& f) {
         f.holds = {withdrawal_of("")};
         f.rules.release_hold = true;
       },
       ""},
      {"deprecated", [](auto& f) { f.tag->deprecated = true; }, "deprecated "},
      {"unstable only warns", [](auto& f) { f.tag->unstable = true; }, ""},
      {"never deployed where it must have been",
       [](auto& f) { f.rules.require_deployed_in = "staging"; }, "not_deployed_in "},
      {"deployed where it must have been",
       [](auto& f) {
         f.rules.require_deployed_in = "staging";
         f.was_deployed_there = true;
       },
       ""},
      {"lower than what runs", [](auto& f) { f.running = version("v1.0.3"); }, "stale "},
      {"a pre-release of what runs is lower",
       [](auto& f) {
         f.version = version("v1.0.2-rc.1");
         f.running = version("v1.0.2");
       },
       "stale "},
      {"the same as what runs", [](auto& f) { f.running = version("v1.0.2"); }, ""},
      {"nothing runs", [](auto& f) { f.running.reset(); }, ""},
      {"allow_downgrade",
       [](auto& f) {
         f.running = version("v1.0.3");
         f.rules.allow_downgrade = true;
       },
       ""},
      {"approval by environment.json", [](auto& f) { f.config.states_approval = true; },
       "approval_required "},
      {"approval by the input", [](auto& f) { f.rules.approval = Approval::required; },
       "approval_required "},
      {"approval that was given",
       [](auto& f) {
         f.rules.approval = Approval::required;
         f.approved = Approved::yes;
       },
       ""},
      {"approval that could be seen, and is not there",
       [](auto& f) {
         f.rules.approval = Approval::required;
         f.approved = Approved::no;
       },
       "approval_required "},
      {"another run's deployment is under way",
       [](auto& f) { f.under_way = {UnderWay{deployed("v1.0.1")}}; }, "conflict "},
      {"approval switched off",
       [](auto& f) {
         f.config.states_approval = true;
         f.rules.approval = Approval::off;
       },
       ""},
      {"approval advised",
       [](auto& f) {
         f.config.states_approval = true;
         f.rules.approval = Approval::advisory;
       },
       ""},
      {"all at once, in order",
       [](auto& f) {
         f.config.faults = {Error{ReasonCode::region_not_configured, "no region"}};
         f.holds = {withdrawal_of("")};
         f.tag->deprecated = true;
         f.rules.require_deployed_in = "staging";
         f.running = version("v1.0.3");
         f.under_way = {UnderWay{deployed("v1.0.1")}};
         f.rules.approval = Approval::required;
       },
       "region_not_configured held deprecated not_deployed_in stale conflict approval_required "},
  };
  for (const Row& row : rows) {
    CAPTURE(row.rule);
    DeployFacts facts = good();
    row.change(facts);
    CHECK(codes(check_deploy(facts)) == row.refusals);
  }
}

TEST_CASE("a conflict names the other deployment, its run and where to try again") {
  DeployFacts facts = good();
  UnderWay other{deployed("v1.0.1", "us-east"), "https://git.example.com/org/repo/actions/runs/7"};
  other.line.started_at = other.line.completed_at;
  facts.under_way = {other};
  facts.retry_url = "https://git.example.com/org/repo/actions/runs/9";
  const auto refusal = check_deploy(facts).refusals.front();
  CHECK(refusal.message ==
        "v1.0.1 is being deployed to production in us-east: octocat started it at "
        "2025-11-21T10:30:45Z, https://git.example.com/org/repo/actions/runs/7");
  CHECK(refusal.hint.ends_with(facts.retry_url));
}

TEST_CASE("release_hold names the holds it lifts, and leaves the others") {
  DeployFacts facts = good();
  facts.holds = {withdrawal_of("v1.0.2"), withdrawal_of("v1.0.3")};
  facts.rules.release_hold = true;
  CHECK(check_deploy(facts).released == std::vector{withdrawal_of("v1.0.2")});
}

TEST_CASE("what is no refusal is said all the same") {
  DeployFacts facts = good();
  facts.tag->unstable = true;
  facts.config.notices = {"no environments folder"};
  facts.config.environment.requires_approval = true;
  facts.config.states_approval.reset();
  const auto notices = check_deploy(facts).notices;
  REQUIRE(notices.size() == 3);
  CHECK(notices[0].message == "no environments folder");
  CHECK(notices[1].level == Notice::Level::warning);
  CHECK(notices[1].message == "v1.0.2 is marked unstable and is going to production");
  CHECK(notices[2].title == "No approval");
}

TEST_CASE("unstable outside production is not worth a warning") {
  DeployFacts facts = good();
  facts.tag->unstable = true;
  facts.config.environment.is_production = false;
  CHECK(check_deploy(facts).notices.empty());
}
