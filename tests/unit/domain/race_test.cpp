#include "domain/deployment_state.hpp"

#include <doctest/doctest.h>

#include <ostream>

#include "fakes/ledger_lines.hpp"

using namespace shiptag::domain;
using namespace shiptag::fakes;

TEST_CASE("classify_race") {
  const LedgerLine seen = deployed("v1.0.0");
  const LedgerLine mine = deployed("v1.0.2");
  const ObjectId then = commit('a');
  const ObjectId now = commit('b');
  struct Row {
    const char* rule;
    std::optional<ObjectId> now_object;
    std::vector<LedgerLine> newest_first;
    const char* region;
    Race race;
  };
  const Row rows[] = {
      {"nothing happened", then, {seen}, "", Race::not_moved},
      {"our own line on top", now, {mine, seen}, "", Race::ours},
      {"our own line beneath a successor's", now, {deployed("v1.0.3"), mine, seen}, "", Race::ours},
      {"another deployment", now, {deployed("v1.0.3"), seen}, "", Race::lost},
      {"the same version by another run", now, {deployed("v1.0.2"), seen}, "", Race::lost},
      {"the same version in another region",
       now,
       {deployed("v1.0.2", "eu-west"), seen},
       "us-east",
       Race::may_append},
      {"several other regions",
       now,
       {deployed("v1.0.2", "eu-west"), deployed("v1.0.2", "ap-south"), seen},
       "us-east",
       Race::may_append},
      {"another version in another region",
       now,
       {deployed("v1.0.3", "eu-west"), seen},
       "us-east",
       Race::lost},
      {"the same region", now, {deployed("v1.0.2", "us-east"), seen}, "us-east", Race::lost},
      {"a region against the whole environment",
       now,
       {deployed("v1.0.2"), seen},
       "us-east",
       Race::lost},
      {"a hold", now, {of(LedgerOperation::hold, "v1.0.0"), seen}, "", Race::may_append},
      {"a resume", now, {of(LedgerOperation::resume, "v1.0.0"), seen}, "", Race::may_append},
      {"a tag set by hand with us",
       now,
       {of(LedgerOperation::tag, "v1.0.2"), seen},
       "",
       Race::lost},
      {"a hold on top of another deployment",
       now,
       {of(LedgerOperation::hold, "v1.0.3"), deployed("v1.0.3"), seen},
       "",
       Race::lost},
      {"moved by hand, the ledger kept", now, {seen}, "", Race::lost},
      {"moved by hand, the ledger gone", now, {}, "", Race::lost},
      {"another history", now, {of(LedgerOperation::hold, "v1.0.0")}, "", Race::lost},
      {"deleted", std::nullopt, {}, "", Race::lost},
  };
  for (const Row& row : rows) {
    CAPTURE(row.rule);
    DeploymentState deployment{mine, {}, then, seen.deployment_id};
    deployment.region = row.region;
    CHECK(classify_race(deployment, row.now_object, Ledger(row.newest_first)) == row.race);
  }
}

TEST_CASE("classify_race where there was no tag") {
  const LedgerLine mine = deployed("v1.0.2", "us-east");
  const DeploymentState attempt{mine};
  CHECK(classify_race(attempt, std::nullopt, Ledger()) == Race::not_moved);
  CHECK(classify_race(attempt, commit('b'), Ledger({deployed("v1.0.2", "eu-west")})) ==
        Race::may_append);
  CHECK(classify_race(attempt, commit('b'), Ledger({deployed("v1.0.3")})) == Race::lost);
  CHECK(classify_race(attempt, commit('b'), Ledger()) == Race::lost);
}
