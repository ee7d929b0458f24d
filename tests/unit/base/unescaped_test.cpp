#include "base/unescaped.hpp"

#include <doctest/doctest.h>

#include <ostream>
#include <string>
#include <vector>

namespace shiptag {
namespace {

std::string read(std::string_view text) {
  return bytes_of(unescaped(as_written(text)));
}

}  // namespace

TEST_CASE("escapes are read as what they stand for, once") {
  struct Row {
    std::string text, meaning;
  };
  for (const Row& row : std::vector<Row>{
           {"a%2Bb%2fc%E9", "a+b/c\xe9"},
           {R"(\"a\\b\/c\'\u002b\u002B)", "\"a\\b/c'++"},
           {R"(\n\r\t\b\f\u00e9\u20ac)", "\n\r\t\b\f\xc3\xa9\xe2\x82\xac"},
           {"&#233;&#x1F600;", "\xc3\xa9\xf0\x9f\x98\x80"},
           {"&amp;&lt;&gt;&quot;&apos;&#43;&#x2b;&#X2B;", "&<>\"'+++"},
           {"%2525 &amp;amp; \\\\\"", "%25 &amp; \\\""},
       }) {
    CAPTURE(row.text);
    CHECK(read(row.text) == row.meaning);
  }
}

TEST_CASE("what is no escape stays as it is") {
  for (const std::string text :
       {"%", "%4", "%4g", "100%", "\\", "\\z", "\\u12", "\\u-041", "&", "&;", "&amp", "&#;", "&#x;",
        "&#4 3;", "&eacute;", "&#99999999999999;", "plain"}) {
    CAPTURE(text);
    CHECK(read(text) == text);
  }
}

TEST_CASE("each byte knows where it is written") {
  const auto twice = unescaped(unescaped(as_written("a%2542b")));
  REQUIRE(twice.size() == 3);
  CHECK(twice[1].byte == 'B');
  CHECK(twice[1].begin == 1);
  CHECK(twice[1].end == 6);
  CHECK(twice[2].begin == 6);
}

}  // namespace shiptag
