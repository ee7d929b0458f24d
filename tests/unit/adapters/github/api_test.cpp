#include "adapters/github/api.hpp"

#include <doctest/doctest.h>

#include <ostream>

#include "containing.hpp"
#include "unit/adapters/github/api_fixture.hpp"

using namespace shiptag;
using namespace shiptag::adapters;
using namespace shiptag::adapters::github;
using namespace shiptag::tests;

TEST_SUITE_BEGIN("adapters/github/api");

namespace {

const Purpose looking{.doing = "looking", .needs = "deployments: write"};

std::string link_to(std::string_view url) {
  return "<https://api.example/first>; rel=\"prev\", <" + std::string(url) + ">; rel=\"next\"";
}

}  // namespace

TEST_CASE("every request carries GitHub's headers and the token, and only a POST a content type") {
  ApiFixture github;
  github.rest("/thing", ApiFixture::answer(200));
  github.post("/things", ApiFixture::answer(201));
  github.graphql(R"({"data":{}})");
  REQUIRE(github.api.get(looking, "/thing").has_value());
  REQUIRE(github.api.create(looking, "/things", R"({"a":1})").has_value());
  REQUIRE(github.api.graphql(looking, {.document = "{ a }", .variables = "{}"}).has_value());
  for (const http::Request& request : github.http.sent) {
    CAPTURE(request.url);
    CHECK(header(request, "Authorization") == "Bearer not-a-real-token");
    CHECK(header(request, "Accept") == "application/vnd.github+json");
    CHECK(header(request, "X-GitHub-Api-Version") == "2022-11-28");
    CHECK(header(request, "User-Agent").starts_with("shiptag/"));
    CHECK(header(request, "Content-Type") ==
          (request.method == http::Method::post ? "application/json" : ""));
    CHECK(request.timeout == std::chrono::seconds(30));  // Half of what there is.
  }
}

TEST_CASE("only what changes something is given time to end after a signal") {
  ApiFixture github;
  github.rest("/thing", ApiFixture::answer(200));
  github.post("/things", ApiFixture::answer(201));
  github.graphql(R"({"data":{}})");
  github.graphql(R"({"data":{}})");
  REQUIRE(github.api.get(looking, "/thing").has_value());
  REQUIRE(github.api.create(looking, "/things", "{}").has_value());
  Query query{.document = "{ a }", .variables = "{}"};
  REQUIRE(github.api.graphql(looking, query).has_value());
  query.repeat = Repeat::sets;
  REQUIRE(github.api.graphql(looking, query).has_value());
  using http::Effect;
  const Effect effects[] = {Effect::read, Effect::write, Effect::read, Effect::write};
  for (std::size_t i = 0; i < 4; ++i) CHECK(github.http.sent.at(i).effect == effects[i]);
}

TEST_CASE("a GraphQL document and its variables are sent as one JSON object") {
  ApiFixture github;
  github.graphql(R"({"data":{}})");
  const Query query{.document = "query {\n  \"a\" }", .variables = R"({"x":[1]})"};
  REQUIRE(github.api.graphql(looking, query).has_value());
  CHECK(github.body_of(0) == R"({"query":"query {\n  \"a\" }","variables":{"x":[1]}})");
}

TEST_CASE("the pages of a list are read as far as Link names a next one") {
  ApiFixture github;
  github.rest("/list",
              ApiFixture::answer(200, "[1]", {{"link", link_to("https://api.example/2")}}));
  github.rest("/2", ApiFixture::answer(200, "[2]", {{"link", link_to("https://api.example/3")}}));
  github.rest("/3", ApiFixture::answer(200, "[3]", {{"link", R"(<https://x/1>; rel="first")"}}));
  const auto pages = github.api.get(looking, "/list");
  REQUIRE(pages.has_value());
  CHECK(pages->size() == 3);
}

TEST_CASE("a next page on another server is not asked for, nor an eleventh one") {
  ApiFixture elsewhere;
  elsewhere.rest("/list",
                 ApiFixture::answer(200, "[]", {{"link", link_to("https://evil.example/2")}}));
  const auto refused = elsewhere.api.get(looking, "/list");
  REQUIRE_FALSE(refused.has_value());
  CHECK(refused.error().code == ReasonCode::protocol);
  CHECK(refused.error().message == Containing("https://evil.example"));

  ApiFixture endless;
  for (int page = 0; page < 10; ++page)
    endless.rest("/list",
                 ApiFixture::answer(200, "[]", {{"link", link_to("https://api.example/list")}}));
  const auto pages = endless.api.get(looking, "/list");
  REQUIRE_FALSE(pages.has_value());
  CHECK(pages.error().message == Containing("more than 10 pages"));
}

TEST_CASE("what GitHub does not know is no failure of reading") {
  for (const int status : {404, 422}) {
    CAPTURE(status);
    ApiFixture github;
    github.rest("/thing", ApiFixture::refusal(status, "Not Found"));
    const auto pages = github.api.get(looking, "/thing");
    REQUIRE(pages.has_value());
    CHECK(pages->empty());
  }
}

TEST_CASE("a redirect is followed with method, body and token on the API's own origin") {
  for (const int status : {301, 302, 307, 308}) {
    CAPTURE(status);
    ApiFixture github;
    github.post("/old", ApiFixture::answer(status, "", {{"location", "https://api.example/new"}}));
    github.post("/new", ApiFixture::answer(201));
    REQUIRE(github.api.create(looking, "/old", "{1}").has_value());
    CHECK(github.body_of(1) == "{1}");
    CHECK(header(github.http.sent.at(1), "Authorization") == "Bearer not-a-real-token");
  }
}

TEST_CASE("the token goes nowhere after a redirect to another origin, to nowhere or in a circle") {
  for (const char* location : {"https://evil.example/x", "http://api.example/x", "", "a b"}) {
    CAPTURE(location);
    ApiFixture github;
    github.rest("/x", ApiFixture::answer(302, "", {{"location", location}}));
    const auto got = github.api.get(looking, "/x");
    REQUIRE_FALSE(got.has_value());
    CHECK(got.error().code == ReasonCode::protocol);
  }
  ApiFixture circle;
  for (int hop = 0; hop < 6; ++hop)
    circle.rest("/x", ApiFixture::answer(302, "", {{"location", "/x"}}));
  const auto got = circle.api.get(looking, "/x");
  REQUIRE_FALSE(got.has_value());
  CHECK(got.error().message == "looking: https://api.example has a redirect loop");
}

TEST_CASE("an answer that is no JSON, cut off, too deep or too long cannot be parsed") {
  const std::string deep = std::string(40, '[') + std::string(40, ']');
  for (const std::string& body :
       {std::string("<html>"), std::string(R"({"a":)"), std::string("{}x"), deep,
        std::string("\"\xff\""), std::string("{}\0", 3), std::string(R"({"a":1,"a":2})")}) {
    CAPTURE(body);
    ApiFixture github;
    github.rest("/x", ApiFixture::answer(200, body));
    const auto got = github.api.get(looking, "/x");
    REQUIRE_FALSE(got.has_value());
    CHECK(got.error().code == ReasonCode::protocol);
    CHECK(got.error().message == Containing("looking: GitHub's response cannot be used"));
  }
  ApiFixture huge;
  huge.http.chunk = std::size_t{1} << 20U;
  huge.rest("/x", ApiFixture::answer(200, std::string((std::size_t{8} << 20U) + 1, ' ')));
  const auto got = huge.api.get(looking, "/x");
  REQUIRE_FALSE(got.has_value());
  CHECK(got.error().code == ReasonCode::protocol);
  CHECK(got.error().message == "looking: GitHub's response exceeds 8 MiB");
}

TEST_CASE("an empty answer to something made is no fault") {
  ApiFixture github;
  github.post("/x", ApiFixture::answer(204, ""));
  const auto made = github.api.create(looking, "/x", "{}");
  REQUIRE(made.has_value());
  CHECK(json::find(*made, "a") == nullptr);
}

TEST_SUITE_END();

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
