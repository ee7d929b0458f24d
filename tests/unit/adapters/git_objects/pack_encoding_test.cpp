#include "adapters/git_objects/pack_encoding.hpp"

#include <doctest/doctest.h>

#include <ostream>
#include <string>

#include "containing.hpp"
#include "unit/adapters/git_objects/pack_bytes.hpp"

using namespace shiptag;
using namespace shiptag::tests;
using adapters::git_objects::apply_delta;
using namespace std::string_literals;

TEST_SUITE_BEGIN("adapters/git_objects/pack_encoding");

TEST_CASE("a delta copies from its base and adds its own bytes") {
  struct Row {
    std::string_view rule;
    std::string base, delta, made;
  };
  const std::string large(0x20000, 'x');
  const Row rows[] = {
      {"own bytes", "base", delta_bytes(4, 3, "\3new"s), "new"},
      {"a copy by offset and size", "0123456789", delta_bytes(10, 4, "\x91\2\4"s), "2345"},
      {"offset zero is left out", "0123456789", delta_bytes(10, 4, "\x90\4"s), "0123"},
      {"size zero is 64 KiB", large, delta_bytes(large.size(), 0x10000, "\x80"s),
       large.substr(0, 0x10000)},
      {"high bytes of offset and size", large + "end",
       delta_bytes(large.size() + 3, 0x103, "\xB4\x01\x00\x01\3end"s),
       large.substr(0, 0x100) + "end"},
      {"nothing from nothing", "", delta_bytes(0, 0, ""), ""},
  };
  for (const Row& row : rows) {
    CAPTURE(row.rule);
    const auto made = apply_delta(row.base, row.delta, 1U << 20U);
    REQUIRE_MESSAGE(made.has_value(), made.error().message);
    CHECK(*made == row.made);
  }
}

TEST_CASE("a delta that does not hold is refused, and makes nothing") {
  struct Row {
    std::string_view rule;
    std::string delta;
    std::string_view says;
  };
  const Row rows[] = {
      {"no sizes", "", "truncated"},
      {"a size without end", std::string(12, '\xff'), "64 bits"},
      {"a base of another size", delta_bytes(9, 1, "\1x"s), "a different size"},
      {"a result beyond the limit", delta_bytes(10, 1001, ""), "1001 bytes; the limit is 1000"},
      {"a result beyond all memory", delta_bytes(10, ~std::size_t{0} >> 1U, ""),
       "the limit is 1000"},
      {"more than it says", delta_bytes(10, 1, "\2xy"s), "more than it declares"},
      {"less than it says", delta_bytes(10, 3, "\2xy"s), "less than it declares"},
      {"a copy behind the base", delta_bytes(10, 4, "\x91\7\4"s), "does not have"},
      {"a copy of 64 KiB of ten bytes", delta_bytes(10, 10, "\x80"s), "does not have"},
      {"an offset that overflows", delta_bytes(10, 1, "\x9F\xff\xff\xff\xff\1"s), "does not have"},
      {"the reserved instruction", delta_bytes(10, 1, "\0"s), "an invalid instruction"},
      {"own bytes cut off", delta_bytes(10, 5, "\5abc"s), "ends in the middle"},
      {"a copy cut off", delta_bytes(10, 5, "\x91\1"s), "ends in the middle"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.rule);
    const auto made = apply_delta("0123456789", row.delta, 1000);
    REQUIRE_FALSE(made.has_value());
    CHECK(made.error().code == ReasonCode::protocol);
    CHECK(made.error().message == Containing(row.says));
  }
}

TEST_SUITE_END();
