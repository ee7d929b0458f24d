#pragma once
#include <string>

#include "domain/hold.hpp"
#include "domain/rollback_report.hpp"

namespace shiptag::tests {

inline domain::Version version(const std::string& text) {
  return domain::Version::parse(text).value();
}

inline domain::RollbackTarget rollback_target() {
  domain::RollbackTarget target{.current_version = version("api/v1.2.4"),
                                .environment = "production",
                                .selection_criteria = {}};
  target.target_version = domain::Candidate{.version = version("api/v1.2.2"), .commit = {}};
  target.candidate_versions = {version("api/v1.2.2"), version("api/v1.2.3"), version("api/v1.2.0")};
  target.passed_over = {version("api/v1.2.3")};
  target.rejected_versions = {
      {version("api/v1.2.1"), ReasonCode::deprecated, "marked deprecated"},
      {version("api/v1.1.0"), ReasonCode::never_deployed, "no line of the ledger names it"}};
  return target;
}

/// The outcome of a rollback with everything that a summary can show.
inline domain::Outcome rolled_back() {
  const Timestamp then = Timestamp::parse("2025-11-21T10:30:45Z").value();
  domain::Outcome outcome;
  outcome.operation = "rollback";
  outcome.end(ReasonCode::moved, "production rolled back to api/v1.2.2");
  outcome.findings.push_back({"Version", "api/v1.2.2"});
  show(rollback_target(), outcome);
  domain::Hold whole{.reason = "p99 | doubled", .triggered_by = "octocat", .since = then};
  domain::Hold one{.version = "api/v1.2.4", .reason = "withdrawn", .triggered_by = "octocat"};
  one.since = then;
  one.until = Timestamp::parse("2025-12-01T00:00:00Z").value();
  show({whole, one}, outcome);
  outcome.warn("Higher versions", "api/v1.2.3 is higher");
  return outcome;
}

}  // namespace shiptag::tests
