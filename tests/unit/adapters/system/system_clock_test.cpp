#include "adapters/system/system_clock.hpp"

#include <doctest/doctest.h>

#include <ostream>

using namespace shiptag;

TEST_SUITE_BEGIN("adapters/system/system_clock");

TEST_CASE("now is later than the day this was written") {
  adapters::system::SystemClock clock;
  CHECK(clock.now() > Timestamp::parse("2025-01-01T00:00:00Z").value());
}

TEST_CASE("sleep takes at least as long as it was asked to") {
  adapters::system::SystemClock clock;
  const auto before = clock.steady();
  clock.sleep(std::chrono::milliseconds(2));
  CHECK(clock.steady() - before >= std::chrono::milliseconds(2));
}

TEST_CASE("random does not give the same bits twice") {
  adapters::system::SystemClock clock;
  CHECK(clock.random() != clock.random());
}

TEST_SUITE_END();
