#pragma once
#include <algorithm>

#include "domain/rollback_target.hpp"
#include "fakes/ledger_lines.hpp"

namespace shiptag::tests {

inline domain::Candidate candidate(const char* text) {
  return {fakes::version(text), fakes::commit_of(text)};
}

/// v1.0.4 runs; v1.0.1 to v1.0.3 ran before it, in order.
struct RollbackCase {
  domain::Ledger ledger{{fakes::deployed("v1.0.4"), fakes::deployed("v1.0.3"),
                         fakes::deployed("v1.0.2"), fakes::deployed("v1.0.1")}};
  std::vector<domain::Candidate> candidates = {candidate("v1.0.1"), candidate("v1.0.2"),
                                               candidate("v1.0.3"), candidate("v1.0.4"),
                                               candidate("v1.0.5")};
  domain::RollbackFacts facts{
      .current = fakes::version("v1.0.4"),
      .current_commit = fakes::commit_of("v1.0.4"),
      .environment = "production",
      .region = "",
      .criteria = {},
      .requested = {},
      .candidates = [this](const auto& each) { std::ranges::for_each(candidates, each); },
      .ledger = &ledger,
      .holds = {}};

  RollbackCase() = default;
  RollbackCase(const RollbackCase&) = delete;
  RollbackCase& operator=(const RollbackCase&) = delete;

  domain::Candidate& at(const char* text) {
    return *std::ranges::find(candidates, fakes::version(text), &domain::Candidate::version);
  }
};

inline domain::Hold hold_on(const char* text) {
  domain::Hold hold;
  hold.version = text;
  hold.commit_sha = fakes::commit_of(text);
  return hold;
}

}  // namespace shiptag::tests
