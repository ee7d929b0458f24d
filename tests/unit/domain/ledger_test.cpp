#include "domain/ledger.hpp"

#include <doctest/doctest.h>

#include <ostream>

#include "fakes/ledger_lines.hpp"

using namespace shiptag::domain;
using namespace shiptag::fakes;
using shiptag::Timestamp;

TEST_SUITE_BEGIN("domain/Ledger");

namespace {

std::string running(const Ledger& ledger, std::string_view region) {
  const LedgerLine* line = ledger.running(region);
  return line == nullptr ? "nothing" : line->version->str();
}

std::string all_versions(const Ledger& ledger) {
  std::string versions;
  for (const LedgerLine& line : ledger.lines())
    versions += line.version->semver() + (line.region.empty() ? "" : "@" + line.region) + " ";
  return versions;
}

}  // namespace

TEST_CASE("a region runs what its newest line says, or a later line without a region") {
  struct Row {
    const char* rule;
    std::vector<LedgerLine> newest_first;
    const char* region;
    const char* version;
  };
  const Row rows[] = {
      {"nothing was deployed", {}, "us-east", "nothing"},
      {"its own line", {deployed("v1.0.1", "us-east")}, "us-east", "v1.0.1"},
      {"another region's line says nothing", {deployed("v1.0.1", "eu-west")}, "us-east", "nothing"},
      {"a later line without a region sets it",
       {deployed("v1.0.2"), deployed("v1.0.1", "us-east")},
       "us-east",
       "v1.0.2"},
      {"an earlier line without a region is replaced",
       {deployed("v1.0.2", "us-east"), deployed("v1.0.1")},
       "us-east",
       "v1.0.2"},
      {"without a region the newest of any",
       {deployed("v1.0.2", "us-east"), deployed("v1.0.1")},
       "",
       "v1.0.2"},
      {"a line of tag, hold or resume does not count",
       {of(LedgerOperation::tag, "v1.0.9"), of(LedgerOperation::hold, "v1.0.9"),
        of(LedgerOperation::resume, "v1.0.9"), deployed("v1.0.1")},
       "",
       "v1.0.1"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.rule);
    CHECK(running(Ledger(row.newest_first), row.region) == row.version);
  }
}

TEST_CASE("a version was deployed if a deploy or rollback line says so") {
  const Ledger ledger({of(LedgerOperation::tag, "v1.0.5"), deployed("v1.0.4", "us-east"),
                       of(LedgerOperation::rollback, "v1.0.3"), deployed("v1.0.2", "eu-west")});
  CHECK(ledger.was_deployed(version("v1.0.4"), ""));
  CHECK(ledger.was_deployed(version("v1.0.4"), "us-east"));
  CHECK_FALSE(ledger.was_deployed(version("v1.0.4"), "eu-west"));
  CHECK(ledger.was_deployed(version("v1.0.3"), "eu-west"));
  CHECK_FALSE(ledger.was_deployed(version("v1.0.5"), ""));
}

TEST_CASE("a ledger fits a tag if the newest line that moved it names its commit") {
  LedgerLine stays = deployed("v1.0.2", "us-east");
  stays.will_move_env_tag = false;
  const Ledger ledger({stays, deployed("v1.0.1"), deployed("v1.0.0")});
  CHECK(ledger.fits(commit_of("v1.0.1")));
  CHECK_FALSE(ledger.fits(commit_of("v1.0.2")));
  CHECK_FALSE(Ledger().fits(commit('0')));
}

TEST_CASE("every region: the configured ones, else those of the ledger, else one without a name") {
  const Ledger ledger({deployed("v1.0.2", "us-east"), deployed("v1.0.1", "eu-west")});
  using Names = std::vector<std::string>;
  CHECK(every_region({"ap-south"}, ledger) == Names{"ap-south"});
  CHECK(every_region({}, ledger) == Names{"eu-west", "us-east"});
  CHECK(every_region({}, Ledger()) == Names{""});
}

TEST_CASE("the highest version that any region runs") {
  const Ledger ledger({deployed("v1.0.1", "us-east"), deployed("v1.0.3")});
  CHECK(highest_running(ledger, {"us-east", "eu-west"}) == version("v1.0.3"));
  CHECK(highest_running(ledger, {"us-east"}) == version("v1.0.1"));
  CHECK_FALSE(highest_running(Ledger(), {"us-east"}).has_value());
}

TEST_CASE("the newest line carries the holds, and those whose time has come are none") {
  Hold freeze;
  freeze.reason = "holidays";
  freeze.until = Timestamp{1000};
  LedgerLine newest = deployed("v1.0.1");
  newest.holds = {freeze};
  LedgerLine older = deployed("v1.0.0");
  older.holds = {Hold{}};
  const Ledger ledger({newest, older});
  CHECK(ledger.holds({999}) == std::vector{freeze});
  CHECK(ledger.holds({1000}).empty());
  CHECK(Ledger().holds({0}).empty());
}

TEST_CASE("a run finds its line by its identity's hash, and an empty hash finds none") {
  LedgerLine line = deployed("v1.0.1");
  line.deployment_id = "deploy-20251121-103045-00ff00ff00ff00ff";
  const Ledger ledger({deployed("v1.0.2"), line});
  REQUIRE(ledger.find_run("00ff00ff00ff00ff") != nullptr);
  CHECK(ledger.find_run("00ff00ff00ff00ff")->version == version("v1.0.1"));
  CHECK(ledger.find_run("ffff") == nullptr);
  CHECK(ledger.find_run("") == nullptr);
}

TEST_CASE(
    "a full ledger first drops lines that a newer one of the same version and region replaces") {
  std::vector<LedgerLine> lines;
  for (std::size_t i = 0; i < Ledger::max_lines - 1; ++i)
    lines.push_back(deployed("v2.0." + std::to_string(1000 - i)));
  lines.insert(lines.begin() + 10, deployed("v2.0.1000"));  // replaced by the first line
  Ledger ledger(lines);
  ledger.append(deployed("v3.0.0"));
  CHECK(ledger.lines().size() == Ledger::max_lines);
  CHECK(ledger.lines().front().version == version("v3.0.0"));
  CHECK(ledger.lines().back().version == lines.back().version);
  CHECK(ledger.was_deployed(version("v2.0.1000"), ""));
  ledger.append(deployed("v3.0.1"));
  CHECK_FALSE(ledger.was_deployed(*lines.back().version, ""));
}

TEST_CASE("a ledger that others made as long as they liked is cut in one pass") {
  std::vector<LedgerLine> lines;
  for (int i = 20'000; i > 0; --i) lines.push_back(deployed("v1.0." + std::to_string(i)));
  Ledger ledger(lines);
  ledger.append(deployed("v2.0.0"));
  CHECK(ledger.lines().size() == Ledger::max_lines);
  CHECK(ledger.lines().back().version == lines[Ledger::max_lines - 2].version);
}

TEST_CASE("a line of another region, or a hold, replaces no deployment") {
  std::vector<LedgerLine> lines = {of(LedgerOperation::hold, "v1.0.1"),
                                   deployed("v1.0.1", "eu-west"), deployed("v1.0.1", "us-east"),
                                   deployed("v1.0.1")};
  for (std::size_t i = lines.size(); i < Ledger::max_lines; ++i)
    lines.push_back(deployed("v0.0." + std::to_string(1000 - i)));
  Ledger ledger(lines);
  ledger.append(deployed("v1.0.2"));
  CHECK(all_versions(ledger).starts_with(
      "v1.0.2 v1.0.1 v1.0.1@eu-west v1.0.1@us-east v1.0.1 v0.0.996"));
  CHECK_FALSE(ledger.was_deployed(*lines.back().version, ""));
}

TEST_CASE("the line that tells where the tag is stays, replaced or not") {
  LedgerLine stays = deployed("v1.0.1", "us-east");
  stays.will_move_env_tag = false;
  std::vector<LedgerLine> lines = {stays, deployed("v1.0.1", "us-east")};
  for (std::size_t i = 0; i < Ledger::max_lines; ++i) {
    LedgerLine line = deployed("v0.0." + std::to_string(1000 - i), "eu-west");
    line.will_move_env_tag = false;
    lines.push_back(line);
  }
  Ledger ledger(lines);
  ledger.append(stays);
  CHECK(ledger.fits(commit_of("v1.0.1")));
}

TEST_CASE("a ledger stays below its bytes, but always has its newest line") {
  Ledger ledger;
  for (int i = 0; i < 20; ++i) {
    LedgerLine line = deployed("v1.0." + std::to_string(i));
    line.text.assign(20'000, 'x');
    ledger.append(line);
  }
  CHECK(ledger.lines().size() == Ledger::max_bytes / 20'001);
  LedgerLine huge = deployed("v2.0.0");
  huge.text.assign(Ledger::max_bytes + 1, 'x');
  ledger.append(huge);
  CHECK(all_versions(ledger) == "v2.0.0 ");
}

TEST_CASE("an operation's word reads back as itself") {
  for (const auto* word : {"deploy", "rollback", "tag", "hold", "resume"})
    CHECK(to_string(ledger_operation_from(word).value()) == word);
  CHECK_FALSE(ledger_operation_from("destroy").has_value());
}

TEST_SUITE_END();
