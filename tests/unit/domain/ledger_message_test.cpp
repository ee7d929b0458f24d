#include "domain/ledger.hpp"

#include <doctest/doctest.h>

#include <ostream>

#include "fakes/ledger_lines.hpp"

using namespace shiptag::domain;
using namespace shiptag::fakes;
using shiptag::Timestamp;

namespace {

LedgerLine line(LedgerOperation operation, const char* text) {
  LedgerLine line = of(operation, text);
  line.will_move_env_tag = true;
  line.text = std::string("{\"") + text + "\"}";
  return line;
}

}  // namespace

TEST_CASE("the message tells a person what happened, and a program the rest") {
  LedgerLine newest = line(LedgerOperation::rollback, "api/v1.2.3");
  Hold hold;
  hold.reason = "api/v1.2.4 withdrawn, p99 latency doubled";
  hold.triggered_by = "octocat";
  hold.since = Timestamp::parse("2025-11-21T10:30:45Z").value();
  newest.holds = {hold};
  const Ledger ledger({newest, line(LedgerOperation::deploy, "api/v1.2.4")});
  CHECK(ledger_message("api/production", ledger, "https://github.com/org/repo/actions/runs/1") ==
        "api/production points to api/v1.2.3\n"
        "\n"
        "Rolled back by octocat, https://github.com/org/repo/actions/runs/1\n"
        "On hold since 2025-11-21T10:30:45Z by octocat: api/v1.2.4 withdrawn, p99 latency doubled\n"
        "\n"
        "{\"api/v1.2.3\"}\n"
        "{\"api/v1.2.4\"}\n");
}

TEST_CASE("the message of a region that is ahead says where the tag stays") {
  LedgerLine ahead = line(LedgerOperation::deploy, "v1.0.2");
  ahead.region = "us-east";
  ahead.will_move_env_tag = false;
  const Ledger ledger({ahead, line(LedgerOperation::deploy, "v1.0.1")});
  CHECK(ledger_message("production", ledger, "") ==
        "production points to v1.0.1\n\nDeployed v1.0.2 to us-east by octocat\n\n"
        "{\"v1.0.2\"}\n{\"v1.0.1\"}\n");
}

TEST_CASE("the message names an override's reason, and a hold's version and end") {
  LedgerLine newest = line(LedgerOperation::hold, "v1.0.1");
  newest.override_used =
      Override{.by = "monalisa", .reason = "the site is down", .lifted = {"stale"}};
  Hold hold;
  hold.version = "v1.0.1";
  hold.triggered_by = "octocat";
  hold.until = Timestamp{60};
  newest.holds = {hold};
  CHECK(ledger_message("production", Ledger({newest}), "") ==
        "production points to v1.0.1\n\nPut on hold by octocat\nOverride by monalisa: the site is "
        "down\n"
        "v1.0.1 on hold since 1970-01-01T00:00:00Z by octocat until 1970-01-01T00:01:00Z\n\n"
        "{\"v1.0.1\"}\n");
}
