#include "adapters/http/basic_auth.hpp"

#include <doctest/doctest.h>

#include <ostream>

using shiptag::adapters::http::basic_auth;

TEST_CASE("basic_auth writes RFC 7617's own example, and pads as RFC 4648 says") {
  CHECK(basic_auth("Aladdin", "open sesame") == "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
  CHECK(basic_auth("", "") == "Basic Og==");
  CHECK(basic_auth("a", "") == "Basic YTo=");
  CHECK(basic_auth("a", "b") == "Basic YTpi");
  CHECK(basic_auth("\xff", "\xfe\xff") == "Basic /zr+/w==");
}
