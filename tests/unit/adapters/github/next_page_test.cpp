#include "adapters/github/api.hpp"

#include <doctest/doctest.h>

#include <ostream>

using namespace shiptag::adapters::github;

TEST_SUITE_BEGIN("adapters/github/next_page");

TEST_CASE("the next page is the address whose relation says so") {
  struct Row {
    std::string_view link, next;
  };
  const Row rows[] = {
      {R"(<https://api.example/2>; rel="next")", "https://api.example/2"},
      {R"(<https://api.example/1>; rel="prev", <https://api.example/3?a=b,c>; rel="next", )"
       R"(<https://api.example/9>; rel="last")",
       "https://api.example/3?a=b,c"},
      {"<https://api.example/2>; rel=next", "https://api.example/2"},
      {R"(<https://api.example/2>; title="x"; rel="last next")", "https://api.example/2"},
      {R"(</2?page=2>; rel="next")", "https://api.example/2?page=2"},
      {R"(<https://api.example/2>; rel="nextish")", ""},
      {R"(<https://api.example/2>; rel="prev")", ""},
      {R"(<https://api.example/2>)", ""},
      {R"(<https://api.example/2; rel="next")", ""},
      {R"(https://api.example/2; rel="next")", ""},
      {">; rel=\"next\"", ""},
      {"<>", ""},
      {"", ""},
  };
  for (const Row& row : rows) {
    CAPTURE(row.link);
    const auto next = next_page("https://api.example/1", row.link);
    REQUIRE(next.has_value());
    CHECK(next->value_or("") == row.next);
  }
}

TEST_CASE("a next page elsewhere, or nowhere, is refused") {
  for (const std::string_view target :
       {"https://evil.example/2", "http://api.example/2", "//evil.example/2",
        "https://api.example\\@evil.example/2", "/\\evil.example/2", ""}) {
    CAPTURE(target);
    CHECK_FALSE(next_page("https://api.example/1", "<" + std::string(target) + ">; rel=\"next\""));
  }
}

TEST_SUITE_END();
