#include "adapters/http/patient_client.hpp"

#include <doctest/doctest.h>

#include <ostream>
#include <vector>

#include "fakes/fake_clock.hpp"
#include "fakes/stub_http.hpp"

using namespace shiptag;
using namespace shiptag::adapters::http;
using namespace std::chrono_literals;
using std::chrono::milliseconds;

namespace {

constexpr std::string_view here = "https://git.example/a";

class Recorder final : public ResponseSink {
 public:
  std::vector<int> statuses;
  std::string text;
  Expected<Wanted> head(const ResponseHead& head) override {
    statuses.push_back(head.status);
    return Wanted::body;
  }
  Expected<void> body(std::string_view bytes) override {
    text += bytes;
    return {};
  }
};

class Lines final : public ports::Log {
 public:
  std::vector<std::string> said;
  void debug(std::string_view line) override { said.emplace_back(line); }
};

struct Fixture {
  fakes::StubHttp http;
  fakes::FakeClock clock;
  Lines log;
  PatientClient client{{http, clock, log}, milliseconds(60000)};
  Recorder sink;

  tl::expected<void, Failure> send() { return client.send({.url = std::string(here)}, sink); }
  void redirects(const std::string& from, const std::string& to) {
    http.on(Method::get, from, {.status = 307, .headers = {{"location", to}}, .body = "moved"});
  }
};

}  // namespace

TEST_SUITE_BEGIN("adapters/http/PatientClient");

TEST_CASE("what is sent sees only the response after the redirects") {
  Fixture f;
  f.redirects(std::string(here), "/b");
  f.http.on(Method::get, "https://git.example/b", {.body = "found"});
  CHECK(f.send().has_value());
  CHECK(f.sink.statuses == std::vector{200});
  CHECK(f.sink.text == "found");
  CHECK(f.log.said.front() == "https://git.example/a redirects to https://git.example/b");
}

TEST_CASE("a redirect without a location is a response like any other") {
  Fixture f;
  f.http.on(Method::get, std::string(here), {.status = 302, .body = "lost"});
  CHECK(f.send().has_value());
  CHECK(f.sink.statuses == std::vector{302});
  CHECK(f.sink.text == "lost");
}

TEST_CASE("a redirect elsewhere, or one that its sender refuses, is not followed") {
  Fixture elsewhere;
  elsewhere.redirects(std::string(here), "https://evil.example/a");
  const auto sent = elsewhere.send();
  REQUIRE_FALSE(sent.has_value());
  CHECK(sent.error().stage == Stage::hopeless);

  Fixture refused;
  refused.redirects(std::string(here), "/b");
  std::string asked;
  const auto not_sent =
      refused.client.send({.url = std::string(here),
                           .on_redirect = [&](const std::string& target) -> Expected<void> {
                             asked = target;
                             return fail(ReasonCode::protocol, "not there");
                           }},
                          refused.sink);
  REQUIRE_FALSE(not_sent.has_value());
  CHECK(not_sent.error().error.message == "not there");
  CHECK(asked == "https://git.example/b");
}

TEST_CASE("five redirects are followed, and no sixth") {
  Fixture f;
  for (int i = 0; i < 6; ++i) f.redirects(std::string(here), "/a");
  const auto sent = f.send();
  REQUIRE_FALSE(sent.has_value());
  CHECK(sent.error().error.message == "https://git.example has a redirect loop");
  CHECK(f.http.sent.size() == 6);
}

TEST_CASE("all requests together have one time limit, and each at most its own") {
  Fixture f;
  f.http.on(Method::get, std::string(here), {});
  f.http.on(Method::get, std::string(here), {});
  CHECK(f.send().has_value());
  f.clock.sleep(milliseconds(45000));
  CHECK(f.send().has_value());
  CHECK(f.http.sent[0].timeout == milliseconds(30000));
  CHECK(f.http.sent[1].timeout == milliseconds(15000));
  f.clock.sleep(milliseconds(15000));
  const auto late = f.send();
  REQUIRE_FALSE(late.has_value());
  CHECK(late.error().stage == Stage::hopeless);
  CHECK(late.error().error.code == ReasonCode::unavailable);
  CHECK(late.error().error.message == "timed out after 60 seconds");
}

TEST_CASE("a pause is as long as the server asks, and none where the time would run out") {
  Fixture f;
  const auto before = f.clock.steady();
  CHECK(f.client.pause(1, std::chrono::seconds(20), "busy"));
  CHECK(f.clock.steady() - before == milliseconds(20000));
  CHECK(f.log.said.back() == "busy; trying again in 20000 ms");
  CHECK_FALSE(f.client.pause(2, std::chrono::seconds(40), "busy"));
  CHECK(f.clock.steady() - before == milliseconds(20000));
}

TEST_CASE("the delay doubles between a half and the whole of its step, up to 8 s") {
  struct Row {
    int attempts;
    std::chrono::milliseconds least, most;
  };
  constexpr Row rows[] = {{1, 125ms, 250ms},   {2, 250ms, 500ms},   {3, 500ms, 1000ms},
                          {5, 2000ms, 4000ms}, {6, 4000ms, 8000ms}, {7, 4000ms, 8000ms}};
  for (const Row& row : rows) {
    CAPTURE(row.attempts);
    const auto half = static_cast<std::uint64_t>(row.least.count());
    CHECK(retry_delay({row.attempts, {}, 60s, 0}).value() == row.least);
    CHECK(retry_delay({row.attempts, {}, 60s, half}).value() == row.most);
    CHECK(retry_delay({row.attempts, {}, 60s, half + 1}).value() == row.least);
  }
}

TEST_CASE("what the server asks for goes before our own delay") {
  CHECK(retry_delay({1, 7s, 60s, 5}).value() == 7s);
  CHECK(retry_delay({7, 0s, 60s, 5}).value() == 0s);
}

TEST_CASE("no attempt is made that could not end in time, nor a ninth one") {
  CHECK_FALSE(retry_delay({1, {}, 125ms, 0}).has_value());
  CHECK(retry_delay({1, {}, 126ms, 0}).has_value());
  CHECK_FALSE(retry_delay({1, 60s, 60s, 0}).has_value());
  CHECK_FALSE(retry_delay({1, {}, -1ms, 0}).has_value());
  CHECK_FALSE(retry_delay({8, {}, 60s, 0}).has_value());
}

TEST_SUITE_END();
