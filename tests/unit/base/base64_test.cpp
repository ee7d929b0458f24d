#include "base/text.hpp"

#include <doctest/doctest.h>

#include <ostream>

using shiptag::base64;

TEST_CASE("base64 writes RFC 4648's own examples") {
  CHECK(base64("").empty());
  CHECK(base64("f") == "Zg==");
  CHECK(base64("fo") == "Zm8=");
  CHECK(base64("foo") == "Zm9v");
  CHECK(base64("foob") == "Zm9vYg==");
  CHECK(base64("fooba") == "Zm9vYmE=");
  CHECK(base64("foobar") == "Zm9vYmFy");
  CHECK(base64("\xff\xfe\xff") == "//7/");
}
