#include "base/reason_code.hpp"

#include <doctest/doctest.h>

#include <ostream>
#include <vector>

using shiptag::Decision;
using shiptag::ReasonCode;

namespace {

struct Row {
  ReasonCode code;
  std::string_view word;
  Decision decision;
  int exit;
  bool lifted = false;
};

// The enum value's own name stands beside it, so that a word that differs from it fails.
#define ROW(code, ...)                   \
  Row {                                  \
    ReasonCode::code, #code, __VA_ARGS__ \
  }

const std::vector<Row> rows = {
    ROW(created, Decision::done, 0),
    ROW(started, Decision::done, 0),
    ROW(moved, Decision::done, 0),
    ROW(recorded, Decision::done, 0),
    ROW(deleted, Decision::done, 0),
    ROW(already_there, Decision::unchanged, 0),
    ROW(immutable, Decision::refused, 1, true),
    ROW(version_not_found, Decision::refused, 1),
    ROW(environment_not_configured, Decision::refused, 1, true),
    ROW(region_not_configured, Decision::refused, 1, true),
    ROW(secrets_not_encrypted, Decision::refused, 1, true),
    ROW(held, Decision::refused, 1, true),
    ROW(deprecated, Decision::refused, 1, true),
    ROW(unstable, Decision::refused, 1, true),
    ROW(not_deployed_in, Decision::refused, 1, true),
    ROW(stale, Decision::refused, 1, true),
    ROW(conflict, Decision::refused, 1, true),
    ROW(superseded, Decision::refused, 1),
    ROW(approval_required, Decision::refused, 1, true),
    ROW(no_target, Decision::refused, 1),
    ROW(nothing_deployed, Decision::refused, 1),
    ROW(never_deployed, Decision::refused, 1, true),
    ROW(not_lower, Decision::refused, 1, false),
    ROW(same_commit, Decision::refused, 1, true),
    ROW(ledger_unreadable, Decision::refused, 1, true),
    ROW(override_not_permitted, Decision::refused, 1),
    ROW(permission, Decision::refused, 1),
    ROW(rejected_by_server, Decision::refused, 1),
    ROW(invalid_input, Decision::refused, 2),
    ROW(unavailable, Decision::failed, 1),
    ROW(protocol, Decision::failed, 1),
    ROW(interrupted, Decision::failed, 1),
    ROW(internal, Decision::failed, 1),
};

}  // namespace

TEST_CASE("every reason code is written as its own name and has its decision") {
  for (const Row& row : rows) {
    CHECK(to_string(row.code) == row.word);
    CAPTURE(row.word);
    CHECK(decision_for(row.code) == row.decision);
  }
}

TEST_CASE("the table above is the whole list") {
  CHECK(rows.size() == static_cast<std::size_t>(ReasonCode::internal) + 1);
  for (std::size_t i = 0; i < rows.size(); ++i) CHECK(static_cast<std::size_t>(rows[i].code) == i);
}

TEST_CASE("a run ends with 0 unless it was refused or failed, and with 2 for bad input") {
  for (const Row& row : rows) {
    CAPTURE(row.word);
    CHECK(exit_status(row.decision, row.code) == row.exit);
  }
}

TEST_CASE("a plan ends with 0, whatever it would do") {
  for (const ReasonCode code : {ReasonCode::created, ReasonCode::moved, ReasonCode::deleted})
    CHECK(exit_status(Decision::planned, code) == 0);
}

TEST_CASE("an override lifts refusals by rule, never what the server decided") {
  for (const Row& row : rows) {
    CAPTURE(row.word);
    CHECK(override_lifts(row.code) == row.lifted);
  }
}

TEST_CASE("every decision is written as its own name") {
  CHECK(to_string(Decision::done) == "done");
  CHECK(to_string(Decision::unchanged) == "unchanged");
  CHECK(to_string(Decision::planned) == "planned");
  CHECK(to_string(Decision::refused) == "refused");
  CHECK(to_string(Decision::failed) == "failed");
}
