#include "adapters/http/headers.hpp"

#include <doctest/doctest.h>

#include <ostream>

using namespace shiptag;
using namespace shiptag::adapters::http;
using namespace std::chrono_literals;

TEST_SUITE_BEGIN("adapters/http/headers");

TEST_CASE("basic_auth writes RFC 7617's own example, and pads as RFC 4648 says") {
  CHECK(basic_auth("Aladdin", "open sesame") == "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
  CHECK(basic_auth("", "") == "Basic Og==");
  CHECK(basic_auth("a", "") == "Basic YTo=");
  CHECK(basic_auth("a", "b") == "Basic YTpi");
  CHECK(basic_auth("\xff", "\xfe\xff") == "Basic /zr+/w==");
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
