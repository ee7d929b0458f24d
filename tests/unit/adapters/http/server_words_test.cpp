#include "adapters/http/server_words.hpp"

#include <doctest/doctest.h>

#include <ostream>
#include <string>

using namespace shiptag::adapters::http;

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
