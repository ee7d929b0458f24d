#include <doctest/doctest.h>

#include <ostream>
#include <string>

#include "unit/adapters/git_wire/store_fixture.hpp"

using namespace shiptag;
using namespace shiptag::tests;
using Stage = adapters::http::Stage;
using std::chrono::milliseconds;

TEST_SUITE_BEGIN("adapters/git_wire/http_tag_store: list");

namespace {

const std::string one_tag = id_1 + " refs/tags/v1\n";

std::string_view header(const adapters::http::Request& request, std::string_view name) {
  for (const auto& [key, value] : request.headers)
    if (key == name) return value;
  return {};
}

ReasonCode code_of(const Expected<void>& listed) {
  REQUIRE_FALSE(listed.has_value());
  return listed.error().code;
}

}  // namespace

TEST_CASE("a listing is one POST in version 2, with the token and git's name") {
  StoreFixture git;
  git.post(StoreFixture::listing(one_tag));
  REQUIRE(git.list().has_value());
  CHECK(git.tags.names() == "v1 ");
  const auto& request = git.http.sent.at(0);
  CHECK(header(request, "Git-Protocol") == "version=2");
  CHECK(header(request, "Content-Type") == "application/x-git-upload-pack-request");
  CHECK(header(request, "Accept") == "application/x-git-upload-pack-result");
  CHECK(header(request, "User-Agent").starts_with("git/"));
  CHECK(header(request, "Authorization") == "Basic eC1hY2Nlc3MtdG9rZW46bm90LWEtcmVhbC10b2tlbg==");
  CHECK(request.effect == adapters::http::Effect::read);
  CHECK(request.timeout == milliseconds(60000));
}

TEST_CASE("without a token no credentials are sent") {
  StoreFixture git("");
  git.post(StoreFixture::listing(one_tag));
  REQUIRE(git.list().has_value());
  CHECK(header(git.http.sent.at(0), "Authorization").empty());
}

TEST_CASE("no prefixes, no tags, no request") {
  StoreFixture git;
  CHECK(git.store.list({}, git.tags).has_value());
  CHECK(git.tags.begun == 1);
}

TEST_CASE("a server that shows to be old is asked in version 0, and remembered") {
  struct Row {
    std::string_view name;
    fakes::StubResponse answer;
  };
  fakes::StubResponse web_page = StoreFixture::text(200);
  web_page.headers["content-type"] = "text/html; charset=utf-8";
  const Row rows[] = {
      {"400", StoreFixture::text(400)},
      {"405", StoreFixture::text(405)},
      {"406", StoreFixture::text(406)},
      {"415", StoreFixture::text(415)},
      {"another content type", web_page},
      {"500", StoreFixture::text(500)},
      {"nothing", StoreFixture::reply("upload-pack-result", "")},
      {"an answer in version 0", StoreFixture::reply("upload-pack-result", pkt("NAK\n"))},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    StoreFixture git;
    git.post(row.answer);
    git.discover("upload-pack", StoreFixture::version_0(id_1 + " refs/tags/v1"));
    REQUIRE(git.list().has_value());
    CHECK(git.tags.names() == "v1 ");
    git.discover("upload-pack", StoreFixture::version_0(id_1 + " refs/tags/v2"));
    REQUIRE(git.list().has_value());
    CHECK(git.tags.names() == "v2 ");
    CHECK(git.clock.slept.empty());
  }
}

TEST_CASE("a server that knows version 2 after all is asked in it again") {
  StoreFixture git;
  git.post(StoreFixture::text(500));
  git.discover("upload-pack", StoreFixture::version_2());
  git.post(StoreFixture::listing(one_tag));
  REQUIRE(git.list().has_value());
  CHECK(git.tags.names() == "v1 ");
  CHECK(git.clock.slept.size() == 1);

  StoreFixture shy;
  shy.post(StoreFixture::text(405));
  shy.discover("upload-pack", StoreFixture::version_2());
  shy.post(StoreFixture::text(405));
  CHECK(code_of(shy.list()) == ReasonCode::protocol);
}

TEST_CASE("a refusal is neither discovered around nor tried again") {
  struct Row {
    int status;
    ReasonCode code;
  };
  for (const Row& row : {Row{401, ReasonCode::permission}, Row{403, ReasonCode::permission},
                         Row{404, ReasonCode::permission}, Row{410, ReasonCode::protocol}}) {
    CAPTURE(row.status);
    StoreFixture git;
    git.post(StoreFixture::text(row.status));
    CHECK(code_of(git.list()) == row.code);
  }
  StoreFixture git;
  git.post(pkt("ERR no\n"));
  CHECK(code_of(git.list()) == ReasonCode::rejected_by_server);
}

TEST_CASE("what may pass is tried again after a pause") {
  for (const Stage stage : {Stage::not_sent, Stage::unknown}) {
    StoreFixture git;
    git.post(stage);
    git.post(StoreFixture::listing(one_tag));
    CHECK(git.list().has_value());
    CHECK(git.clock.slept.size() == 1);
  }
  for (const int status : {429, 503}) {
    CAPTURE(status);
    StoreFixture git;
    auto busy = StoreFixture::text(status);
    busy.headers["retry-after"] = "7";
    git.post(busy);
    git.post(StoreFixture::listing(one_tag));
    CHECK(git.list().has_value());
    CHECK(git.clock.slept == std::vector{milliseconds(7000)});
  }
}

TEST_CASE("a listing that breaks off begins again from nothing") {
  StoreFixture git;
  git.post(StoreFixture::listing(one_tag));
  REQUIRE(git.list().has_value());
  git.post(pkt(id_1 + " refs/tags/gone\n"));
  git.post(StoreFixture::listing(one_tag));
  REQUIRE(git.list().has_value());
  CHECK(git.tags.names() == "v1 ");
}

TEST_CASE("a wait that the server asks for beyond the time limit is not begun") {
  StoreFixture git;
  auto busy = StoreFixture::text(429);
  busy.headers["retry-after"] = "61";
  git.post(busy);
  CHECK(code_of(git.list()) == ReasonCode::unavailable);
  CHECK(git.clock.slept.empty());
}

TEST_CASE("the time limit holds for all requests together") {
  StoreFixture git;
  git.clock.advance(milliseconds(59000));
  git.post(StoreFixture::listing(one_tag));
  REQUIRE(git.list().has_value());
  CHECK(git.http.sent.at(0).timeout == milliseconds(1000));
  git.clock.advance(milliseconds(1000));
  const auto late = git.list();
  CHECK(code_of(late) == ReasonCode::unavailable);
  CHECK(late.error().message.find("60 seconds") != std::string::npos);
}

TEST_CASE("retries end") {
  StoreFixture git;
  for (int i = 0; i < 8; ++i) git.post(Stage::not_sent);
  CHECK(code_of(git.list()) == ReasonCode::unavailable);
}

TEST_CASE("what cannot be mended is not tried again") {
  StoreFixture git;
  git.post(Stage::hopeless);
  CHECK(code_of(git.list()) == ReasonCode::unavailable);
  git.post(Stage::interrupted);
  CHECK(code_of(git.list()) == ReasonCode::interrupted);
}

TEST_CASE("a redirect on the same server is followed by POST, once for all requests") {
  using adapters::http::Method;
  for (const int status : {301, 302, 307, 308}) {
    CAPTURE(status);
    StoreFixture git;
    git.post({.status = status, .headers = {{"location", "/new/r/git-upload-pack"}}});
    const std::string there = "https://git.example/new/r/git-upload-pack";
    git.http.on(Method::post, there,
                StoreFixture::reply("upload-pack-result", StoreFixture::listing(one_tag)));
    REQUIRE(git.list().has_value());
    git.http.on(Method::post, there,
                StoreFixture::reply("upload-pack-result", StoreFixture::listing(one_tag)));
    REQUIRE(git.list().has_value());
    CHECK(git.http.sent.at(1).body == git.http.sent.at(0).body);
  }
}

TEST_CASE("a redirect to another server, or to no repository, or in a circle is refused") {
  struct Row {
    std::string_view location;
    ReasonCode code;
  };
  for (const Row& row :
       {Row{"https://evil.example/o/r.git/git-upload-pack", ReasonCode::invalid_input},
        Row{"http://git.example/o/r.git/git-upload-pack", ReasonCode::invalid_input},
        Row{"/login", ReasonCode::protocol}}) {
    CAPTURE(row.location);
    StoreFixture git;
    git.post({.status = 302, .headers = {{"location", std::string(row.location)}}});
    CHECK(code_of(git.list()) == row.code);
  }
  StoreFixture git;
  for (int i = 0; i < 6; ++i)
    git.post({.status = 302, .headers = {{"location", "/o/r.git/git-upload-pack"}}});
  CHECK(code_of(git.list()) == ReasonCode::protocol);
}

TEST_SUITE_END();
