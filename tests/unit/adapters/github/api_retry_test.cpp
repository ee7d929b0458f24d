#include <doctest/doctest.h>

#include <functional>
#include <ostream>

#include "containing.hpp"
#include "unit/adapters/github/api_fixture.hpp"

using namespace shiptag;
using namespace shiptag::adapters::github;
using namespace shiptag::tests;
using namespace std::chrono_literals;
using Stage = adapters::http::Stage;

TEST_SUITE_BEGIN("adapters/github/api: what is tried again");

namespace {

const Purpose asking{.doing = "asking", .needs = "deployments: write"};

/// One kind of request to `/graphql` or `/x`.
struct Kind {
  std::string_view name;
  bool creates;
  std::function<Expected<void>(Api&)> ask;
  ApiFixture::Method method;
  std::string_view path;
};

Expected<void> nothing(const auto& answer) {
  if (!answer) return fail(answer.error());
  return {};
}

Expected<void> query(Api& api, Repeat repeat) {
  return nothing(api.graphql(asking, {.document = "{a}", .variables = "{}", .repeat = repeat}));
}

const Kind kinds[] = {
    {"a GET", false, [](Api& api) { return nothing(api.get(asking, "/x")); },
     ApiFixture::Method::get, "/x"},
    {"a query", false, [](Api& api) { return query(api, Repeat::reads); }, ApiFixture::Method::post,
     "/graphql"},
    {"a mutation that sets", false, [](Api& api) { return query(api, Repeat::sets); },
     ApiFixture::Method::post, "/graphql"},
    {"a POST that makes", true, [](Api& api) { return nothing(api.create(asking, "/x", "{}")); },
     ApiFixture::Method::post, "/x"},
    {"a mutation that makes", true, [](Api& api) { return query(api, Repeat::creates); },
     ApiFixture::Method::post, "/graphql"},
};

/// A fault that may pass, as an answer, or as none.
struct Fault {
  std::string_view name;
  bool nothing_done;  ///< As far as can be known.
  std::function<void(ApiFixture&, const Kind&)> script;
};

Fault answered(std::string_view name, bool nothing_done, const fakes::StubResponse& response) {
  return {name, nothing_done, [response](ApiFixture& github, const Kind& kind) {
            github.http.on(kind.method, ApiFixture::at(kind.path), response);
          }};
}

Fault broken(std::string_view name, bool nothing_done, Stage stage) {
  return {name, nothing_done, [stage](ApiFixture& github, const Kind& kind) {
            github.http.break_on(kind.method, ApiFixture::at(kind.path),
                                 ApiFixture::failure(stage));
          }};
}

const Fault faults[] = {
    broken("no connection", true, Stage::not_sent),
    broken("a lost connection", false, Stage::unknown),
    answered("408", false, ApiFixture::refusal(408, "slow")),
    answered("500", false, ApiFixture::answer(500, "<html>")),
    answered("502", false, ApiFixture::answer(502, "")),
    answered("503", false, ApiFixture::refusal(503, "No server is currently available")),
    answered("429", true, ApiFixture::answer(429, "")),
    answered("429, when to come back", true, ApiFixture::answer(429, "", {{"retry-after", "1"}})),
    answered("403 for too much", true, ApiFixture::refusal(403, "wait", {{"retry-after", "1"}})),
};

}  // namespace

TEST_CASE("what may pass is tried again, unless something could be made twice") {
  for (const Kind& kind : kinds) {
    for (const Fault& fault : faults) {
      CAPTURE(kind.name);
      CAPTURE(fault.name);
      ApiFixture github;
      fault.script(github, kind);
      const bool again = fault.nothing_done || !kind.creates;
      if (again)
        github.http.on(kind.method, ApiFixture::at(kind.path), ApiFixture::answer(200, "{}"));
      const auto got = kind.ask(github.api);
      CHECK(got.has_value() == again);
      CHECK(github.clock.slept.size() == (again ? 1 : 0));
      if (got) continue;
      CHECK(got.error().code == ReasonCode::unavailable);
      CHECK(got.error().message == Containing("asking: "));
      CHECK(got.error().message == Containing("it is not known whether it took effect"));
    }
  }
}

TEST_CASE("what will not pass is not tried again") {
  struct Row {
    Stage stage;
    ReasonCode code;
  };
  for (const Kind& kind : kinds) {
    CAPTURE(kind.name);
    for (const Row& row : {Row{Stage::hopeless, ReasonCode::unavailable},
                           Row{Stage::interrupted, ReasonCode::interrupted}}) {
      ApiFixture github;
      broken("", false, row.stage).script(github, kind);
      const auto got = kind.ask(github.api);
      REQUIRE_FALSE(got.has_value());
      CHECK(got.error().code == row.code);
      CHECK(got.error().message == "asking: broken");
    }
    for (const int status : {400, 401, 403, 409, 410, 451}) {
      CAPTURE(status);
      ApiFixture github;
      answered("", false, ApiFixture::refusal(status, "no")).script(github, kind);
      CHECK_FALSE(kind.ask(github.api).has_value());
      CHECK(github.clock.slept.empty());
    }
  }
}

TEST_CASE("eight attempts are made, and none that the deadline would cut off") {
  ApiFixture github;
  for (int attempt = 0; attempt < 8; ++attempt) github.rest("/x", ApiFixture::answer(502, ""));
  const auto got = github.api.get(asking, "/x");
  REQUIRE_FALSE(got.has_value());
  CHECK(got.error().message == "asking: GitHub responded with HTTP status 502");

  ApiFixture late;
  late.clock.advance(60s);
  const auto nothing_sent = late.api.get(asking, "/x");
  REQUIRE_FALSE(nothing_sent.has_value());
  CHECK(nothing_sent.error().message == "asking: timed out after 60 seconds");

  ApiFixture later;
  later.rest("/x", ApiFixture::answer(503, "", {{"retry-after", "61"}}));
  CHECK_FALSE(later.api.get(asking, "/x").has_value());
  CHECK(later.clock.slept.empty());
}

TEST_CASE("the wait that GitHub asks for is kept") {
  // The clock stands at 2025-11-21T10:30:45Z, 1763721045 since 1970.
  struct Row {
    std::string_view name;
    fakes::StubResponse response;
    std::chrono::seconds wait;
  };
  const Row rows[] = {
      {"Retry-After", ApiFixture::answer(403, "", {{"retry-after", "7"}}), 7s},
      {"Retry-After of 503", ApiFixture::answer(503, "", {{"retry-after", "9"}}), 9s},
      {"the reset of the primary limit",
       ApiFixture::answer(403, "",
                          {{"x-ratelimit-remaining", "0"}, {"x-ratelimit-reset", "1763721065"}}),
       21s},
      {"a reset that has just been",
       ApiFixture::answer(429, "",
                          {{"x-ratelimit-remaining", "0"}, {"x-ratelimit-reset", "1763721000"}}),
       1s},
      {"GraphQL's limit",
       ApiFixture::answer(
           200, R"({"errors":[{"type":"RATE_LIMITED","message":"API rate limit exceeded"}]})",
           {{"x-ratelimit-remaining", "0"}, {"x-ratelimit-reset", "1763721050"}}),
       6s},
      {"GraphQL's secondary limit",
       ApiFixture::answer(200,
                          R"({"errors":[{"message":"You have exceeded a secondary rate limit"}]})",
                          {{"retry-after", "5"}}),
       5s},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    ApiFixture github;
    github.graphql(row.response);
    github.graphql("{}");
    CHECK(query(github.api, Repeat::reads).has_value());
    REQUIRE(github.clock.slept.size() == 1);
    CHECK(github.clock.slept.front() == row.wait);
  }
}

TEST_CASE("a rate limit that outlasts the deadline says when it ends") {
  struct Row {
    std::string_view name;
    fakes::StubResponse response;
    std::string_view end;
  };
  const Row rows[] = {
      {"the primary limit",
       ApiFixture::refusal(403, "API rate limit exceeded for installation ID 1.",
                           {{"x-ratelimit-remaining", "0"}, {"x-ratelimit-reset", "1763722845"}}),
       "2025-11-21T11:00:46Z"},
      {"Retry-After", ApiFixture::refusal(429, "slow down", {{"retry-after", "3600"}}),
       "2025-11-21T11:30:45Z"},
      {"the secondary limit without a word of when: a minute",
       ApiFixture::refusal(403, "You have exceeded a secondary rate limit."),
       "2025-11-21T10:31:45Z"},
      {"a reset that is none: a minute",
       ApiFixture::refusal(403, "x",
                           {{"x-ratelimit-remaining", "0"}, {"x-ratelimit-reset", "soon"}}),
       "2025-11-21T10:31:45Z"},
      {"a reset in a million years: a day, then we shall see",
       ApiFixture::refusal(
           403, "x", {{"x-ratelimit-remaining", "0"}, {"x-ratelimit-reset", "99999999999999"}}),
       "2025-11-22T10:30:45Z"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    ApiFixture github;
    github.post("/x", row.response);
    const auto got = github.api.create(asking, "/x", "{}");
    REQUIRE_FALSE(got.has_value());
    CHECK(got.error().code == ReasonCode::unavailable);
    CHECK(got.error().message ==
          "asking: this token has exceeded GitHub's rate limit, which resets at " +
              std::string(row.end));
    CHECK_FALSE(got.error().detail.empty());
    CHECK(github.clock.slept.empty());
  }
}

TEST_CASE("a retry is noted in the log, without the token") {
  ApiFixture github;
  github.rest("/x", ApiFixture::refusal(500, "oops"));
  github.rest("/x", ApiFixture::answer(200));
  REQUIRE(github.api.get(asking, "/x").has_value());
  CHECK(github.log.text ==
        Containing("asking: GitHub responded with HTTP status 500 (oops); trying"));
  CHECK(github.log.text.find("not-a-real-token") == std::string::npos);
}

TEST_SUITE_END();
