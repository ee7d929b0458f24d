#include "adapters/terminal/terminal_report.hpp"

#include <doctest/doctest.h>

#include <sstream>

#include "unit/adapters/report/outcomes.hpp"

using namespace shiptag;
using namespace shiptag::adapters::terminal;

TEST_SUITE_BEGIN("adapters/terminal/terminal_report");

TEST_CASE("a person reads the summary in columns on standard output") {
  std::ostringstream out;
  std::ostringstream err;
  REQUIRE(TerminalReport(out, err).report(tests::rolled_back()).has_value());
  CHECK(out.str() == R"(shiptag rollback: done (moved)
production rolled back to api/v1.2.2

  Decision     done
  Reason code  moved
  Version      api/v1.2.2

Versions considered:
  Version     Decision  Reason
  api/v1.2.2  chosen
  api/v1.2.3  accepted  higher than the chosen one, but not preferred
  api/v1.2.0  accepted
  api/v1.2.1  rejected  deprecated: marked deprecated
  api/v1.1.0  rejected  never_deployed: no line of the ledger names it

Holds:
  What             Since                 Until                 By       Reason
  the environment  2025-11-21T10:30:45Z  it is resumed         octocat  p99 | doubled
  api/v1.2.4       2025-11-21T10:30:45Z  2025-12-01T00:00:00Z  octocat  withdrawn

Notices:
  Level    About            Message
  warning  Higher versions  api/v1.2.3 is higher
)");
  CHECK(err.str().empty());
}

TEST_CASE("an error and its hint go to standard error, the rest to standard output") {
  std::ostringstream out;
  std::ostringstream err;
  domain::Outcome outcome;
  outcome.operation = "deploy";
  outcome.end({ReasonCode::held, "api/v1.2.4 is held", "lift it with resume", "a server's word"});
  REQUIRE(TerminalReport(out, err).report(outcome).has_value());
  CHECK(err.str() == "error: api/v1.2.4 is held\nhint: lift it with resume\n");
  CHECK(out.str() ==
        "shiptag deploy: refused (held)\n\n  Decision     refused\n  Reason code  held\n\n"
        "Details:\n  a server's word\n");
}

TEST_CASE("an error that is no outcome's goes to standard error by itself") {
  std::ostringstream out;
  std::ostringstream err;
  TerminalReport report(out, err);
  CHECK(report.check().has_value());
  report.add_error("not reported in full");
  CHECK(err.str() == "error: not reported in full\n");
  CHECK(out.str().empty());
}

TEST_CASE("a hint of a success follows the summary") {
  std::ostringstream out;
  std::ostringstream err;
  domain::Outcome outcome;
  outcome.operation = "deploy";
  outcome.end(ReasonCode::started, "may go");
  outcome.hint = "deploy now";
  REQUIRE(TerminalReport(out, err).report(outcome).has_value());
  CHECK(out.str().ends_with("\nhint: deploy now\n"));
}

TEST_CASE("columns are counted in characters, and nothing of others moves the cursor") {
  std::ostringstream out;
  std::ostringstream err;
  domain::Outcome outcome;
  outcome.operation = "hold";
  outcome.findings = {{"\xC3\xA4\xC3\xB6\xC3\xBC", "x"}, {"\x1b[2J", "y\rz"}};
  REQUIRE(TerminalReport(out, err).report(outcome).has_value());
  CHECK(out.str().find("\n  \xC3\xA4\xC3\xB6\xC3\xBC          x\n") != std::string::npos);
  CHECK(out.str().find("\n  ?[2J         y?z\n") != std::string::npos);
}

TEST_CASE("a terminal that cannot be written to is a failure") {
  std::ostringstream out;
  std::ostringstream err;
  out.setstate(std::ios::badbit);
  const auto told = TerminalReport(out, err).report(tests::rolled_back());
  REQUIRE_FALSE(told.has_value());
  CHECK(told.error().code == ReasonCode::internal);
}

TEST_CASE("debug lines are shown to who asked for them") {
  std::ostringstream err;
  TerminalLog(err, TerminalLog::Shown::no).debug("hidden");
  TerminalLog(err, TerminalLog::Shown::yes).debug("shown \x1b[31m");
  CHECK(err.str() == "debug: shown ?[31m\n");
}

TEST_SUITE_END();
