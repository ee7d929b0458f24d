#include "adapters/git_wire/pkt_line.hpp"

#include <doctest/doctest.h>

#include <ostream>
#include <string>

using namespace shiptag;
using namespace shiptag::adapters::git_wire;

TEST_SUITE_BEGIN("adapters/git_wire/pkt_line");

TEST_CASE("decode") {
  using Kind = PktLine::Kind;
  struct Row {
    std::string_view name, bytes;
    Kind kind;
    std::string_view payload;
    std::size_t consumed;
  };
  constexpr Row rows[] = {
      {"flush", "0000rest", Kind::flush, "", 4},
      {"delimiter", "0001", Kind::delimiter, "", 4},
      {"response end", "0002", Kind::response_end, "", 4},
      {"data keeps its newline", "0006a\n", Kind::data, "a\n", 6},
      {"an empty line", "0004", Kind::data, "", 4},
      {"upper-case digits", "000Aabcdef", Kind::data, "abcdef", 10},
      {"bytes after the line are left alone", "0006a\n0000", Kind::data, "a\n", 6},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    const auto decoded = decode(row.bytes);
    REQUIRE(decoded.has_value());
    REQUIRE(decoded->has_value());
    CHECK((*decoded)->line.kind == row.kind);
    CHECK((*decoded)->line.payload == row.payload);
    CHECK((*decoded)->consumed == row.consumed);
  }
}

TEST_CASE("decode asks for more rather than guessing") {
  for (const std::string_view part : {"", "0", "000", "0006", "0006a", "fff0"}) {
    CAPTURE(part);
    const auto decoded = decode(part);
    REQUIRE(decoded.has_value());
    CHECK_FALSE(decoded->has_value());
  }
}

TEST_CASE("decode refuses what no further byte could mend") {
  for (const std::string_view bad :
       {"zzzz", "0003", "fff1", "ffff", "-001", "+006", " 006", "00 6", "0x06", "HTTP"}) {
    CAPTURE(bad);
    const auto decoded = decode(bad);
    REQUIRE_FALSE(decoded.has_value());
    CHECK(decoded.error().code == ReasonCode::protocol);
  }
}

TEST_CASE("text is the payload without its newline") {
  CHECK(PktLine{PktLine::Kind::data, "a\n"}.text() == "a");
  CHECK(PktLine{PktLine::Kind::data, "a"}.text() == "a");
  CHECK(PktLine{PktLine::Kind::data, "\n"}.text().empty());
}

TEST_CASE("encode writes the length in front") {
  CHECK(encode("") == "0004");
  CHECK(encode("a\n") == "0006a\n");
  CHECK(encode(std::string(65516, 'x')).substr(0, 5) == "fff0x");
}

TEST_SUITE_END();
