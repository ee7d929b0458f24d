#include "adapters/git_wire/push_messages.hpp"

#include <doctest/doctest.h>

#include <ostream>
#include <string>

#include "adapters/git_objects/pack.hpp"
#include "adapters/git_objects/tag_object.hpp"
#include "unit/adapters/git_wire/replies.hpp"

using namespace shiptag;
using namespace shiptag::adapters::git_wire;
using namespace shiptag::tests;

TEST_SUITE_BEGIN("adapters/git_wire/push_request");

namespace {

const std::string zero(40, '0');

ports::NewTag tag_to_push() {
  return {.commit = object(id_1), .tagger = {"A", "a@b"}, .time = {1763721045}, .message = "m\n"};
}

}  // namespace

TEST_CASE("a push names old and new of each ref, and carries the new tag objects") {
  const auto push = make_push({{"v1", {}, tag_to_push()},
                               {"api/v2", object(id_2), tag_to_push()},
                               {"v3", object(id_3), ports::Deletion{}}});
  REQUIRE(push.has_value());
  const auto raw_1 = adapters::git_objects::encode_tag("v1", tag_to_push()).value();
  const auto raw_2 = adapters::git_objects::encode_tag("api/v2", tag_to_push()).value();
  const auto tag_1 = adapters::git_objects::tag_object_id(raw_1).value();
  const auto tag_2 = adapters::git_objects::tag_object_id(raw_2).value();
  const std::string body = push_body(*push, advertised("report-status atomic"));
  const std::string commands = pkt(zero + " " + tag_1.hex() + " refs/tags/v1" +
                                   std::string(1, '\0') + " report-status atomic") +
                               pkt(id_2 + " " + tag_2.hex() + " refs/tags/api/v2") +
                               pkt(id_3 + " " + zero + " refs/tags/v3") + "0000";
  REQUIRE(body.starts_with(commands));
  const auto packed = adapters::git_objects::read_pack(body.substr(commands.size()), {tag_2, tag_1},
                                                       [] { return Expected<void>(); });
  REQUIRE(packed.has_value());
  CHECK(*packed == std::vector<std::string>{raw_2, raw_1});
}

TEST_CASE("a push that only deletes carries no pack") {
  const auto push = make_push({{"v3", object(id_3), ports::Deletion{}}});
  CHECK(push_body(push.value(), advertised("")) ==
        pkt(id_3 + " " + zero + " refs/tags/v3" + std::string(1, '\0')) + "0000");
}

TEST_CASE("the same updates make the same bytes, so that a push can be sent again") {
  const std::vector<ports::TagUpdate> creation = {{"v1", {}, tag_to_push()}};
  CHECK(push_body(make_push(creation).value(), usual_push_capabilities()) ==
        push_body(make_push(creation).value(), usual_push_capabilities()));
}

TEST_CASE("without discovery the push uses what all servers have") {
  const auto push = make_push({{"v3", object(id_3), ports::Deletion{}}});
  const std::string body = push_body(push.value(), usual_push_capabilities());
  CHECK(body.find(" report-status side-band-64k atomic quiet object-format=sha1 agent=git/") !=
        std::string::npos);
}

TEST_CASE("capabilities that were not advertised are not used, nor those that are not ours") {
  const auto push = make_push({{"v3", object(id_3), ports::Deletion{}}});
  const std::string body =
      push_body(push.value(), advertised("report-status delete-refs push-options ofs-delta"));
  CHECK(body.ends_with(" report-status0000"));
}

TEST_CASE("what git would not take is refused before anything is sent") {
  struct Row {
    std::string_view name;
    ports::TagUpdate update;
  };
  ports::NewTag no_newline = tag_to_push();
  no_newline.message = "m";
  const Row rows[] = {
      {"no name", {"", {}, tag_to_push()}},
      {"two dots", {"a..b", {}, tag_to_push()}},
      {"a space", {"a b", {}, tag_to_push()}},
      {"a newline", {"a\nb", {}, tag_to_push()}},
      {"a NUL", {std::string("a\0b", 3), {}, tag_to_push()}},
      {"a lock", {"a.lock", {}, tag_to_push()}},
      {"a slash at the end", {"a/", {}, tag_to_push()}},
      {"a message without its newline", {"v1", {}, no_newline}},
      {"nothing to delete", {"v1", {}, ports::Deletion{}}},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    const auto push = make_push({row.update});
    REQUIRE_FALSE(push.has_value());
    CHECK(push.error().code == ReasonCode::invalid_input);
  }
}

TEST_SUITE_END();

TEST_SUITE_BEGIN("adapters/git_wire/push_report");

namespace {

const std::string two_refs = pkt("unpack ok\n") + pkt("ok refs/tags/v1\n") +
                             pkt("ng refs/tags/v2 failed to update ref\n") + "0000";

}  // namespace

TEST_CASE("the report is read with side-bands and without, however they are cut") {
  struct Row {
    std::string_view name;
    std::string reply, words;
  };
  const Row rows[] = {
      {"in one packet", banded(1, two_refs) + "0000", ""},
      {"in two", banded(1, two_refs.substr(0, 11)) + banded(1, two_refs.substr(11)) + "0000", ""},
      {"words before", banded(2, "error: no\n") + banded(1, two_refs) + "0000", "error: no\n"},
      {"words behind", banded(1, two_refs) + banded(2, "wel") + banded(2, "come\n") + "0000",
       "welcome\n"},
      {"a fatal band", banded(3, "oops") + banded(1, two_refs) + "0000", "oops"},
      {"without side-bands", two_refs, ""},
  };
  for (const Row& row : rows)
    for (std::size_t chunk = 1; chunk <= row.reply.size(); ++chunk) {
      CAPTURE(row.name);
      CAPTURE(chunk);
      PushReportReader reader;
      REQUIRE(feed(reader, row.reply, chunk).has_value());
      CHECK(reader.complete());
      CHECK(reader.report().unpack == "ok");
      CHECK(reader.report().words == row.words);
      REQUIRE(reader.report().refs.size() == 2);
      CHECK(reader.report().refs[0].name == "refs/tags/v1");
      CHECK(reader.report().refs[0].reason.empty());
      CHECK(reader.report().refs[1].name == "refs/tags/v2");
      CHECK(reader.report().refs[1].reason == "failed to update ref");
    }
}

TEST_CASE("a refusal without a reason is still one") {
  for (const std::string_view line : {"ng refs/tags/v1\n", "ng refs/tags/v1 \n", "ng \n"}) {
    CAPTURE(line);
    PushReportReader reader;
    REQUIRE(feed(reader, pkt("unpack ok\n") + pkt(line) + "0000").has_value());
    REQUIRE(reader.report().refs.size() == 1);
    CHECK_FALSE(reader.report().refs[0].reason.empty());
  }
}

TEST_CASE("a report counts only if it is whole") {
  const std::string inner = two_refs.substr(0, two_refs.size() - 4);
  for (const std::string& reply :
       {std::string(), std::string("0000"), banded(2, "fatal: out of memory\n") + "0000",
        banded(1, inner) + "0000", banded(1, two_refs), two_refs.substr(0, two_refs.size() - 1)}) {
    CAPTURE(reply);
    PushReportReader reader;
    REQUIRE(feed(reader, reply).has_value());
    CHECK_FALSE(reader.complete());
  }
}

TEST_CASE("every beginning of a whole report is no whole report") {
  const std::string reply = banded(2, "hello\n") + banded(1, two_refs) + "0000";
  for (std::size_t size = 0; size < reply.size(); ++size) {
    CAPTURE(size);
    PushReportReader reader;
    REQUIRE(feed(reader, reply.substr(0, size)).has_value());
    CHECK_FALSE(reader.complete());
  }
}

TEST_CASE("what means nothing in a report is refused") {
  for (const std::string& reply : {pkt("hello\n"), banded(1, pkt("hello\n")), banded(1, "zzzz"),
                                   banded(1, pkt("")), std::string("<html>")}) {
    CAPTURE(reply);
    PushReportReader reader;
    const auto fed = feed(reader, reply);
    REQUIRE_FALSE(fed.has_value());
    CHECK(fed.error().code == ReasonCode::protocol);
  }
}

TEST_CASE("a server that talks without end is heard for 64 KiB") {
  PushReportReader reader;
  std::string reply;
  for (int i = 0; i < 100; ++i) reply += banded(2, std::string(1000, 'x'));
  REQUIRE(feed(reader, reply, 4096).has_value());
  CHECK(reader.report().words.size() == 65536);
}

TEST_SUITE_END();
