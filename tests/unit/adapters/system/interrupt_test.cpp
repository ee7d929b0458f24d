#include "adapters/system/interrupt.hpp"
#include "adapters/system/system_clock.hpp"

#include <doctest/doctest.h>

#include <csignal>
#include <ostream>

using namespace shiptag::adapters::system;

TEST_SUITE_BEGIN("adapters/system/interrupt");

TEST_CASE("a signal is remembered, by its number") {
  catch_interrupts();
  CHECK(interrupted() == 0);
  for (const int signal : {SIGINT, SIGTERM}) {
    CAPTURE(signal);
    std::raise(signal);
    CHECK(interrupted() == signal);
    forget_interrupt();
    CHECK(interrupted() == 0);
  }
}

TEST_CASE("a sleep ends where the process was told to stop") {
  catch_interrupts();
  std::raise(SIGTERM);
  SystemClock clock;
  const auto before = clock.steady();
  clock.sleep(std::chrono::minutes(1));
  CHECK(clock.steady() - before < std::chrono::seconds(10));
  forget_interrupt();
}

TEST_SUITE_END();
