#include "adapters/http/retry.hpp"

#include <doctest/doctest.h>

#include <ostream>

using namespace shiptag;
using namespace shiptag::adapters::http;
using namespace std::chrono_literals;

TEST_SUITE_BEGIN("adapters/http/retry");

TEST_CASE("the delay doubles between a half and the whole of its step, up to 8 s") {
  struct Row {
    int attempts;
    std::chrono::milliseconds least, most;
  };
  constexpr Row rows[] = {{1, 125ms, 250ms},   {2, 250ms, 500ms},   {3, 500ms, 1000ms},
                          {5, 2000ms, 4000ms}, {6, 4000ms, 8000ms}, {7, 4000ms, 8000ms}};
  for (const Row& row : rows) {
    CAPTURE(row.attempts);
    const auto half = static_cast<std::uint64_t>(row.least.count());
    CHECK(retry_delay({row.attempts, {}, 60s, 0}).value() == row.least);
    CHECK(retry_delay({row.attempts, {}, 60s, half}).value() == row.most);
    CHECK(retry_delay({row.attempts, {}, 60s, half + 1}).value() == row.least);
  }
}

TEST_CASE("what the server asks for goes before our own delay") {
  CHECK(retry_delay({1, 7s, 60s, 5}).value() == 7s);
  CHECK(retry_delay({7, 0s, 60s, 5}).value() == 0s);
}

TEST_CASE("no attempt is made that could not end in time, nor a ninth one") {
  CHECK_FALSE(retry_delay({1, {}, 125ms, 0}).has_value());
  CHECK(retry_delay({1, {}, 126ms, 0}).has_value());
  CHECK_FALSE(retry_delay({1, 60s, 60s, 0}).has_value());
  CHECK_FALSE(retry_delay({1, {}, -1ms, 0}).has_value());
  CHECK_FALSE(retry_delay({8, {}, 60s, 0}).has_value());
}

TEST_CASE("Retry-After is seconds or a date") {
  const Timestamp now = Timestamp::parse("2015-10-21T07:27:30Z").value();
  CHECK(parse_retry_after("120", now) == 120s);
  CHECK(parse_retry_after("0", now) == 0s);
  CHECK(parse_retry_after("Wed, 21 Oct 2015 07:28:00 GMT", now) == 30s);
  CHECK(parse_retry_after("Wed, 21 Oct 2015 07:27:00 GMT", now) == 0s);
  CHECK(parse_retry_after("999999999999", now) == 86400s);
  for (const std::string_view bad :
       {"", "-1", "1.5", "soon", "12 s", "99999999999999999999999", "Wed, 21 Oct 2015"}) {
    CAPTURE(bad);
    CHECK_FALSE(parse_retry_after(bad, now).has_value());
  }
}

TEST_SUITE_END();
