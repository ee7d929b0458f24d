#include "base/text.hpp"

#include <doctest/doctest.h>

#include <ostream>
#include <string>

#include "containing.hpp"

using namespace std::string_literals;
using namespace std::string_view_literals;
using shiptag::base64;
using shiptag::harmless_lines;
using shiptag::printable;
using shiptag::sanitize;
using shiptag::tests::Containing;

TEST_CASE("UTF-8 is what RFC 3629 says it is") {
  struct Row {
    std::string_view rule, text;
    bool well_formed;
  };
  for (const Row& row : {
           Row{"nothing", "", true},
           Row{"ASCII, NUL among it", "a\0b"sv, true},
           Row{"two bytes, the first that need them", "\xC2\x80", true},
           Row{"three bytes, below the surrogates", "\xED\x9F\xBF", true},
           Row{"three bytes, above the surrogates", "\xEE\x80\x80", true},
           Row{"four bytes, the last that there is", "\xF4\x8F\xBF\xBF", true},
           Row{"two bytes for what fits one", "\xC1\xBF", false},
           Row{"three bytes for what fits two", "\xE0\x9F\xBF", false},
           Row{"four bytes for what fits three", "\xF0\x8F\xBF\xBF", false},
           Row{"the first surrogate", "\xED\xA0\x80", false},
           Row{"the last surrogate", "\xED\xBF\xBF", false},
           Row{"above U+10FFFF", "\xF4\x90\x80\x80", false},
           Row{"a first byte that never is one", "\xFF", false},
           Row{"a continuation without a beginning", "a\x80", false},
           Row{"a beginning without its continuation", "\xE2\x82", false},
           Row{"a character cut off by the text's end",
               std::string_view("\xE2\x82\xAC").substr(0, 2), false},
           Row{"a beginning with another character behind", "\xE2\x82z", false},
       }) {
    CAPTURE(row.rule);
    CHECK(shiptag::is_utf8(row.text) == row.well_formed);
  }
}

TEST_CASE("control characters are those of ASCII, DEL, and the second set in UTF-8") {
  for (const std::string_view text :
       {"\0"sv, "a\nb"sv, "\x1B[31m"sv, "\x7F"sv, "\xC2\x85"sv, "\xC2\x9F"sv, "\xFF\n"sv}) {
    CAPTURE(printable(text));
    CHECK(shiptag::has_control_characters(text));
  }
  for (const std::string_view text : {""sv, "plain text ~"sv, "\xC2\xA0"sv, "Grüße"sv, "\x80"sv}) {
    CAPTURE(printable(text));
    CHECK_FALSE(shiptag::has_control_characters(text));
  }
}

TEST_CASE("a printable text has nothing that could forge a line or hide a part of it") {
  struct Row {
    std::string_view rule, text, shown;
  };
  for (const Row& row : {
           Row{"plain text stays", "api/v1.2.3", "api/v1.2.3"},
           Row{"so do other scripts", "Grüße 東京 🚀", "Grüße 東京 🚀"},
           Row{"a newline cannot begin a workflow command", "x\n::error::y", "x?::error::y"},
           Row{"no colours", "\x1B[31mred", "?[31mred"},
           Row{"NUL", "a\0b"sv, "a?b"},
           Row{"the second set of controls",
               "a\xC2\x9B"
               "b",
               "a?b"},
           Row{"broken UTF-8, byte by byte", "a\xE2\x82z", "a??z"},
           Row{"line and paragraph separators", "a\u2028b\u2029c", "a?b?c"},
           Row{"direction marks", "\u200Ea\u200Fb\u061C", "?a?b?"},
           Row{"embeddings and overrides", "\u202Aa\u202Eb", "?a?b"},
           Row{"isolates", "\u2066a\u2069b", "?a?b"},
           Row{"their neighbours stay", "\u2027a\u202F\u2065\u206A", "\u2027a\u202F\u2065\u206A"},
           Row{"a byte order mark", "\uFEFFa", "?a"},
       }) {
    CAPTURE(row.rule);
    CHECK(printable(row.text) == row.shown);
  }
}

TEST_CASE("a long text is cut at the end of a character") {
  CHECK(printable("abcdef", 6) == "abcdef");
  CHECK(printable("abcdefg", 6) == "abcdef…");
  CHECK(printable("aüü", 4) == "aü…");
  CHECK(printable("a", 0) == "…");
  CHECK(printable(std::string(1000, 'x')) == std::string(120, 'x') + "…");
}

TEST_CASE("a quoted text is printable and stands between quotes") {
  CHECK(shiptag::in_quotes("a\tb") == "'a?b'");
  CHECK(shiptag::in_quotes("") == "''");
  CHECK(shiptag::in_quotes("abc", 2) == "'ab…'");
}

TEST_CASE("splitting keeps empty parts, so that what was joined can be joined again") {
  using Parts = std::vector<std::string_view>;
  CHECK(shiptag::split("a/b/c", '/') == Parts{"a", "b", "c"});
  CHECK(shiptag::split("", '/') == Parts{""});
  CHECK(shiptag::split("/a//", '/') == Parts{"", "a", "", ""});
}

TEST_CASE("trimming takes blanks and line ends off both ends, and none from within") {
  CHECK(shiptag::trimmed(" \t a b\r\n") == "a b");
  CHECK(shiptag::trimmed("a") == "a");
  CHECK(shiptag::trimmed(" \n ").empty());
  CHECK(shiptag::trimmed("").empty());
}

TEST_CASE("a web address is http or https, and in one piece") {
  CHECK(shiptag::is_web_address("https://example.org/a?b=c"));
  CHECK(shiptag::is_web_address("http://example.org"));
  for (const char* text : {"", "example.org", "javascript:alert(1)", "ftp://example.org",
                           "https://example.org/a b", "https://example.org/\n"}) {
    CAPTURE(text);
    CHECK_FALSE(shiptag::is_web_address(text));
  }
}

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

TEST_CASE("harmless_lines splits, trims and escapes what a server says") {
  CHECK(harmless_lines("Resolving:  50%\rResolving: 100%\n\n  done.  \n") ==
        std::vector<std::string>{"Resolving:  50%", "Resolving: 100%", "done."});
  CHECK(harmless_lines("a\x1b[31mb\0c") == std::vector<std::string>{"a?[31mb"});
  CHECK(harmless_lines("").empty());
  CHECK(sanitize("one\ntwo") == "one\ntwo");
}

TEST_CASE("harmless_lines stops at 50 lines of 500 bytes") {
  std::string many;
  for (int i = 0; i < 1000; ++i) many += "line\n";
  CHECK(harmless_lines(many).size() == 50);
  CHECK(harmless_lines(std::string(1000, 'x')).at(0).size() < 510);
}
