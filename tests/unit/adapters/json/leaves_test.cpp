#include "adapters/json/leaves.hpp"

#include <doctest/doctest.h>

#include <ostream>

using shiptag::adapters::json::for_each_leaf;
using shiptag::adapters::json::Leaf;

TEST_CASE("every value that holds no others has its path, text and line") {
  std::vector<Leaf> leaves;
  const auto ok = for_each_leaf(
      "{\"a\": {\n\"b\": [1.50, \"x\\ny\",\n{\"c\": true}], \"d\": null}}", [&](Leaf leaf) {
        leaves.push_back(std::move(leaf));
        return true;
      });
  REQUIRE(ok);
  REQUIRE(leaves.size() == 4);
  using Path = std::vector<std::string>;
  CHECK(leaves[0].path == Path{"a", "b"});
  CHECK(leaves[0].text == "1.50");
  CHECK(leaves[0].line == 2);
  CHECK(leaves[1].text == "x\ny");
  CHECK(leaves[2].path == Path{"a", "b", "c"});
  CHECK(leaves[2].text == "true");
  CHECK(leaves[2].line == 3);
  CHECK(leaves[3].path == Path{"a", "d"});
  CHECK(leaves[3].text.empty());
}

TEST_CASE("who has seen enough sees no more, and that is no fault") {
  std::size_t seen = 0;
  const auto ok = for_each_leaf("[1, 2, 3, x", [&](const Leaf&) { return ++seen < 2; });
  CHECK(ok);
  CHECK(seen == 2);
}

TEST_CASE("what is not JSON, or too deep, is refused with its line") {
  using namespace std::string_literals;
  struct Row {
    std::string text, says;
  };
  for (const Row& row : {Row{"", "line 1 is not JSON"}, Row{"{\n\"a\": }", "line 2 is not JSON"},
                         Row{"{} x", "line 1 is not JSON"}, Row{"{}\0x"s, "line 1 is not JSON"},
                         Row{"\"\xff\"", "line 1 is not JSON"},
                         Row{std::string(40, '['), "nested more than 32 levels deep"}}) {
    CAPTURE(row.text);
    const auto ok = for_each_leaf(row.text, [](const Leaf&) { return true; });
    REQUIRE_FALSE(ok);
    CHECK(ok.error().message.find(row.says) != std::string::npos);
  }
}
