#include "domain/hold.hpp"

#include <doctest/doctest.h>

#include <ostream>

using namespace shiptag::domain;
using shiptag::Timestamp;

namespace {

const ObjectId withdrawn = ObjectId::from_hex("abcdef0123456789abcdef0123456789abcdef01").value();
const ObjectId another = ObjectId::from_hex("1234567890123456789012345678901234567890").value();
const Timestamp since = Timestamp::parse("2025-11-21T10:30:45Z").value();

Hold of_the_environment() {
  Hold hold;
  hold.reason = "holidays";
  hold.triggered_by = "octocat";
  hold.since = since;
  return hold;
}

Hold of_a_version() {
  Hold hold = of_the_environment();
  hold.version = "api/v1.2.4";
  hold.commit_sha = withdrawn;
  return hold;
}

}  // namespace

TEST_CASE("a hold is active until its time has come") {
  Hold hold = of_the_environment();
  CHECK(hold.is_active({since.seconds + 1'000'000'000}));
  hold.until = Timestamp{since.seconds + 60};
  CHECK(hold.is_active({since.seconds + 59}));
  CHECK_FALSE(hold.is_active({since.seconds + 60}));
}

TEST_CASE("a hold of the environment keeps every commit out, a version's only its own") {
  CHECK(of_the_environment().blocks(withdrawn));
  CHECK(of_the_environment().blocks(another));
  CHECK(of_a_version().blocks(withdrawn));
  CHECK_FALSE(of_a_version().blocks(another));
}

TEST_CASE("the active holds are chosen in their order") {
  Hold ended = of_a_version();
  ended.until = since;
  CHECK(active({of_a_version(), ended, of_the_environment()}, since) ==
        std::vector<Hold>{of_a_version(), of_the_environment()});
  CHECK(active({}, since).empty());
}

TEST_CASE("the holds that block a commit are chosen in their order") {
  const std::vector<Hold> both = {of_a_version(), of_the_environment()};
  CHECK(blocking(both, withdrawn) == both);
  CHECK(blocking(both, another) == std::vector<Hold>{of_the_environment()});
}

TEST_CASE("a hold is described in one line: what, since when, by whom, until when and why") {
  Hold hold = of_the_environment();
  CHECK(hold.describe("production") ==
        "production has been on hold since 2025-11-21T10:30:45Z (set by octocat): holidays");
  hold.until = Timestamp{since.seconds + 15};
  CHECK(hold.describe("production") ==
        "production has been on hold since 2025-11-21T10:30:45Z (set by octocat, until "
        "2025-11-21T10:31:00Z): "
        "holidays");
  CHECK(of_a_version().describe("production") ==
        "api/v1.2.4 has been on hold since 2025-11-21T10:30:45Z (set by octocat): holidays");
}

TEST_CASE("of a hold that is lifted it says how long it had been there") {
  CHECK(of_the_environment().describe_lifted("production") ==
        "production, on hold since 2025-11-21T10:30:45Z (set by octocat): holidays");
}

TEST_CASE("what a ledger made by others says of a hold cannot forge lines") {
  Hold hold = of_a_version();
  hold.version = "v1\n::error::";
  hold.triggered_by = "x\r";
  hold.reason = "y\n";
  CHECK(hold.describe("production") ==
        "v1?::error:: has been on hold since 2025-11-21T10:30:45Z (set by x?): y?");
  hold.triggered_by.clear();
  hold.reason.clear();
  CHECK(hold.describe("production") == "v1?::error:: has been on hold since 2025-11-21T10:30:45Z");
}
