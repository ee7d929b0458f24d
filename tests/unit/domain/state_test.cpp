#include "domain/version_tag.hpp"

#include <doctest/doctest.h>

#include <ostream>

using namespace shiptag::domain;

TEST_CASE("a state's word reads back as the state") {
  for (const State state : {State::stable, State::unstable, State::deprecated}) {
    CAPTURE(to_string(state));
    CHECK(state_from(to_string(state)) == state);
  }
  CHECK(to_string(State::stable) == "stable");
  CHECK(to_string(State::unstable) == "unstable");
  CHECK(to_string(State::deprecated) == "deprecated");
}

TEST_CASE("other words are no states") {
  for (const std::string_view word : {"", "Stable", "stable ", "broken", "in-stable"}) {
    CAPTURE(word);
    CHECK_FALSE(state_from(word).has_value());
  }
}

TEST_CASE("a state stands at the end behind a dash, or alone") {
  CHECK(state_at_end_of("stable") == State::stable);
  CHECK(state_at_end_of("rc.1-unstable") == State::unstable);
  CHECK(state_at_end_of("-deprecated") == State::deprecated);
  for (const std::string_view prerelease : {"", "rc.stable", "stable.1", "unstable-1", "xstable"}) {
    CAPTURE(prerelease);
    CHECK_FALSE(state_at_end_of(prerelease).has_value());
  }
}
