#include <doctest/doctest.h>

#include <ostream>
#include <string>

#include "unit/adapters/git_wire/store_fixture.hpp"

using namespace shiptag;
using namespace shiptag::tests;
using Stage = adapters::http::Stage;
using std::chrono::milliseconds;

TEST_SUITE_BEGIN("adapters/git_wire/http_tag_store: update");

namespace {

ports::NewTag new_tag() {
  return {.commit = object(id_1), .tagger = {"A", "a@b"}, .time = {12}, .message = "m\n"};
}

const std::vector<ports::TagUpdate> move = {{"v1", object(id_2), new_tag()}};

const std::string written =
    banded(1, pkt("unpack ok\n") + pkt("ok refs/tags/v1\n") + "0000") + "0000";
const std::string stale_report =
    banded(1, pkt("unpack ok\n") + pkt("ng refs/tags/v1 invalid old id sent\n") + "0000") + "0000";

/// The id that `move` gives the tag.
std::string new_id() {
  StoreFixture git;
  git.push(written);
  return git.store.update(move).value().objects.at(0).hex();
}

std::string listing_of(const std::string& id) {
  return StoreFixture::listing(id + " refs/tags/v1\n");
}

ReasonCode code_of(const Expected<ports::Updated>& updated) {
  REQUIRE_FALSE(updated.has_value());
  return updated.error().code;
}

}  // namespace

TEST_CASE("an update is one POST, which is a write, without discovery") {
  StoreFixture git;
  git.push(banded(2, "Bypassed rule violations for refs/tags/v1:\x1b[31m\n") + written);
  const auto updated = git.store.update(move);
  REQUIRE(updated.has_value());
  CHECK(updated->objects.size() == 1);
  CHECK(updated->server_messages ==
        std::vector<std::string>{"Bypassed rule violations for refs/tags/v1:?[31m"});
  CHECK(git.http.sent.at(0).effect == adapters::http::Effect::write);
  CHECK(git.http.sent.at(0).body.find(id_2 + " " + updated->objects[0].hex() + " refs/tags/v1") !=
        std::string::npos);
}

TEST_CASE("no updates, no request") {
  StoreFixture git;
  CHECK(git.store.update({}).value().objects.empty());
}

TEST_CASE("a deleted tag's new object is zero") {
  StoreFixture git;
  git.push(written);
  const auto updated = git.store.update({{"v1", object(id_2), ports::Deletion{}}});
  CHECK(updated.value().objects.at(0).is_zero());
}

TEST_CASE("a stale value is a conflict, and not tried again") {
  StoreFixture git;
  git.push(stale_report);
  CHECK(code_of(git.store.update(move)) == ReasonCode::conflict);
}

TEST_CASE("a stale value of refs that do not change is no race") {
  StoreFixture git;
  for (int refused = 1; refused <= 5; ++refused) git.push(stale_report);
  for (int refused = 1; refused < 5; ++refused)
    CHECK(code_of(git.store.update(move)) == ReasonCode::conflict);
  const auto last = git.store.update(move);
  CHECK(code_of(last) == ReasonCode::rejected_by_server);
  CHECK(last.error().message.find("invalid old id sent") != std::string::npos);
  CHECK(last.error().hint.find("git fsck") != std::string::npos);

  StoreFixture moving;
  for (int refused = 1; refused <= 10; ++refused) {
    moving.push(stale_report);
    const std::vector<ports::TagUpdate> other = {
        {"v1", object(refused % 2 == 0 ? id_2 : id_3), new_tag()}};
    CHECK(code_of(moving.store.update(other)) == ReasonCode::conflict);
  }
}

TEST_CASE("a locked ref is waited for, and nothing is read in between") {
  const std::string locked =
      banded(2,
             "error: cannot lock ref 'refs/tags/v1': Unable to create '/x/v1.lock': File "
             "exists.\n") +
      banded(1, pkt("unpack ok\n") + pkt("ng refs/tags/v1 failed to update ref\n") + "0000") +
      "0000";
  StoreFixture passes;
  passes.push(locked);
  passes.push(written);
  CHECK(passes.store.update(move).has_value());
  CHECK(passes.clock.slept.size() == 1);

  StoreFixture stays;
  for (int tried = 1; tried <= 8; ++tried) stays.push(locked);
  const auto updated = stays.store.update(move);
  CHECK(code_of(updated) == ReasonCode::unavailable);
  CHECK(updated.error().message.find("/x/v1.lock") != std::string::npos);
  CHECK(updated.error().hint.find("to remove the file") != std::string::npos);
}

TEST_CASE("a push without a report: what the refs say decides") {
  struct Row {
    std::string_view name;
    fakes::StubResponse answer;
  };
  const Row rows[] = {
      {"status 502", StoreFixture::text(502)},
      {"status 408", StoreFixture::text(408)},
      {"an empty body", StoreFixture::reply("receive-pack-result", "")},
      {"half a report", StoreFixture::reply("receive-pack-result", written.substr(0, 20))},
      {"no packet lines", StoreFixture::reply("receive-pack-result", "<html>")},
      {"a report without the tag",
       StoreFixture::reply("receive-pack-result", banded(1, pkt("unpack ok\n") + "0000") + "0000")},
      {"a fault that may pass",
       StoreFixture::reply(
           "receive-pack-result",
           banded(2, "fatal error in commit_refs\n") +
               banded(1, pkt("unpack ok\n") + pkt("ng refs/tags/v1 failure\n") + "0000") + "0000")},
  };
  const std::string wanted = new_id();
  for (const Row& row : rows) {
    CAPTURE(row.name);
    StoreFixture git;
    git.push(row.answer);
    git.post(listing_of(wanted));
    const auto updated = git.store.update(move);
    REQUIRE(updated.has_value());
    CHECK(updated->objects.at(0).hex() == wanted);

    StoreFixture raced;
    raced.push(row.answer);
    raced.post(listing_of(id_3));
    const auto lost = raced.store.update(move);
    CHECK(code_of(lost) == ReasonCode::conflict);
    CHECK(lost.error().message.find("it is not known whether") != std::string::npos);
  }
}

TEST_CASE("a connection that died behind the request: written, not written, overwritten") {
  StoreFixture done;
  done.push(Stage::unknown);
  done.post(listing_of(new_id()));
  CHECK(done.store.update(move).has_value());
  CHECK(done.clock.slept.empty());

  StoreFixture again;
  again.push(Stage::unknown);
  again.post(listing_of(id_2));
  again.push(written);
  CHECK(again.store.update(move).has_value());
  CHECK(again.clock.slept.size() == 1);
  CHECK(again.http.sent.at(2).body == again.http.sent.at(0).body);

  StoreFixture lost;
  lost.push(Stage::unknown);
  lost.post(listing_of(id_3));
  CHECK(code_of(lost.store.update(move)) == ReasonCode::conflict);
}

TEST_CASE("a race lost to our own first attempt, which came through late, is no conflict") {
  StoreFixture git;
  git.push(Stage::unknown);
  git.post(listing_of(id_2));
  git.push(stale_report);
  git.post(listing_of(new_id()));
  CHECK(git.store.update(move).has_value());

  StoreFixture other;
  other.push(Stage::unknown);
  other.post(listing_of(id_2));
  other.push(stale_report);
  other.post(listing_of(id_3));
  CHECK(code_of(other.store.update(move)) == ReasonCode::conflict);
}

TEST_CASE("where nothing tells what became of a push, that is said") {
  StoreFixture git;
  git.push(Stage::unknown);
  git.post(StoreFixture::text(403));
  const auto updated = git.store.update(move);
  CHECK(code_of(updated) == ReasonCode::unavailable);
  CHECK(updated.error().message.find("it is not known whether") != std::string::npos);
}

TEST_CASE("what never reached the server is sent again without a look") {
  StoreFixture git;
  git.push(Stage::not_sent);
  git.push(written);
  CHECK(git.store.update(move).has_value());

  StoreFixture busy;
  auto answer = StoreFixture::text(429);
  answer.headers["retry-after"] = "3";
  busy.push(answer);
  busy.push(written);
  CHECK(busy.store.update(move).has_value());
  CHECK(busy.clock.slept == std::vector{milliseconds(3000)});
}

TEST_CASE("a refusal is not tried again") {
  for (const int status : {401, 403, 404}) {
    CAPTURE(status);
    StoreFixture git;
    git.push(StoreFixture::text(status));
    CHECK(code_of(git.store.update(move)) == ReasonCode::permission);
  }
  StoreFixture git;
  git.push(Stage::interrupted);
  CHECK(code_of(git.store.update(move)) == ReasonCode::interrupted);
}

TEST_CASE("a server that wants discovery is asked what it can, and gets no more than that") {
  for (const int status : {400, 405, 406, 415}) {
    CAPTURE(status);
    StoreFixture git;
    git.push(StoreFixture::text(status));
    git.discover("receive-pack",
                 StoreFixture::version_0(id_2 + " refs/tags/v1", "report-status delete-refs"));
    git.push(pkt("unpack ok\n") + pkt("ok refs/tags/v1\n") + "0000");
    CHECK(git.store.update(move).has_value());
    CHECK(git.http.sent.back().body.find(std::string("\0 report-status0000", 19)) !=
          std::string::npos);
  }
}

TEST_CASE("a server error that discovery mends: written by nobody, then written") {
  StoreFixture git;
  git.push(StoreFixture::text(500));
  git.post(StoreFixture::text(500));
  git.discover("upload-pack", StoreFixture::version_0(id_2 + " refs/tags/v1"));
  git.discover("receive-pack",
               StoreFixture::version_0(id_2 + " refs/tags/v1", "report-status side-band-64k"));
  git.push(written);
  CHECK(git.store.update(move).has_value());
}

TEST_CASE("a server known to be old is asked first, and one that reports nothing is refused") {
  StoreFixture git;
  git.post(StoreFixture::text(405));
  git.discover("upload-pack", StoreFixture::version_0(id_2 + " refs/tags/v1"));
  REQUIRE(git.list().has_value());
  git.discover("receive-pack", StoreFixture::version_0(id_2 + " refs/tags/v1", "report-status"));
  git.push(written);
  CHECK(git.store.update(move).has_value());
  git.discover("receive-pack", StoreFixture::version_0(id_2 + " refs/tags/v1", "quiet"));
  CHECK(code_of(git.store.update(move)) == ReasonCode::protocol);
}

TEST_CASE("whether writing is allowed is read from the status alone") {
  StoreFixture git;
  git.discover("receive-pack", "not looked at");
  CHECK(git.store.check_writable().has_value());
  for (const int status : {401, 403, 404}) {
    CAPTURE(status);
    git.discover("receive-pack", StoreFixture::text(status));
    const auto allowed = git.store.check_writable();
    REQUIRE_FALSE(allowed.has_value());
    CHECK(allowed.error().code == ReasonCode::permission);
    CHECK(allowed.error().detail == "words");
  }
  git.discover("receive-pack", StoreFixture::text(503));
  git.discover("receive-pack", "");
  CHECK(git.store.check_writable().has_value());
}

TEST_SUITE_END();
