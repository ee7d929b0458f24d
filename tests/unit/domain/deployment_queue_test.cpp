#include "domain/deployment_queue.hpp"

#include <doctest/doctest.h>

#include <ostream>

#include "fakes/ledger_lines.hpp"

using namespace shiptag::domain;
using namespace shiptag::fakes;
using shiptag::Timestamp;

TEST_SUITE_BEGIN("domain/DeploymentQueue");

namespace {

constexpr Timestamp asked_at{1'763'721'045};

LedgerLine took(std::int64_t seconds) {
  LedgerLine line = deployed("v1.0.1");
  line.started_at = Timestamp{line.completed_at->seconds - seconds};
  return line;
}

Ledger ledger_of(const std::vector<std::int64_t>& durations) {
  std::vector<LedgerLine> lines;
  lines.reserve(durations.size());
  for (const auto seconds : durations) lines.push_back(took(seconds));
  return Ledger(lines);
}

}  // namespace

TEST_CASE("the median is of the newest ten deployments that tell how long they took") {
  CHECK(!median_duration(Ledger()));
  CHECK(median_duration(ledger_of({60})) == 60);
  CHECK(median_duration(ledger_of({10, 500, 60})) == 60);
  CHECK(median_duration(ledger_of({1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 900, 900, 900})) == 1);
  auto backwards = took(-5);
  auto silent = deployed("v1.0.1");
  auto held = of(LedgerOperation::hold, "v1.0.1");
  held.started_at = Timestamp{0};
  CHECK(!median_duration(Ledger({backwards, silent, held})));
}

TEST_CASE("who waits, waits for those before it, less what the current one has run") {
  const Ledger ledger = ledger_of({100});
  CHECK(estimated_wait(ledger, 1, std::nullopt, asked_at) == 100);
  CHECK(estimated_wait(ledger, 3, std::nullopt, asked_at) == 300);
  CHECK(estimated_wait(ledger, 1, Timestamp{asked_at.seconds - 30}, asked_at) == 70);
  CHECK(estimated_wait(ledger, 2, Timestamp{asked_at.seconds - 5000}, asked_at) == 100);
  CHECK(estimated_wait(ledger, 1, Timestamp{asked_at.seconds + 30}, asked_at) == 100);
  CHECK(!estimated_wait(ledger, 0, std::nullopt, asked_at));
  CHECK(!estimated_wait(Ledger(), 1, std::nullopt, asked_at));
}
