#include "adapters/git_wire/fetch.hpp"

#include <doctest/doctest.h>

#include <ostream>
#include <string>

#include "unit/adapters/git_wire/replies.hpp"

using namespace shiptag;
using namespace shiptag::adapters::git_wire;
using namespace shiptag::tests;

TEST_SUITE_BEGIN("adapters/git_wire/fetch");

namespace {

const Fetch two_tags = {.tags = {object(id_1), object(id_2)}, .commits = {object(id_3)}};

}  // namespace

TEST_CASE("version 2 asks for the tags and says that their commits are here") {
  const std::string body = fetch_request_v2(two_tags);
  CHECK(body.starts_with("0012command=fetch\n"));
  CHECK(body.ends_with("0001" + pkt("no-progress\n") + pkt("ofs-delta\n") +
                       pkt("want " + id_1 + "\n") + pkt("want " + id_2 + "\n") +
                       pkt("have " + id_3 + "\n") + "0009done\n0000"));
}

TEST_CASE("a fetch with a depth says of no commit that it is here") {
  Fetch fetch = two_tags;
  fetch.depth = Depth::one;
  CHECK(fetch_request_v2(fetch).ends_with(pkt("want " + id_2 + "\n") + "000ddeepen 1\n" +
                                          "0009done\n0000"));
  fetch.depth = Depth::treeless;
  CHECK(fetch_request_v2(fetch).ends_with("000ddeepen 1\n" + pkt("filter tree:0\n") +
                                          "0009done\n0000"));
}

TEST_CASE("version 0 uses those of its capabilities that were advertised") {
  CHECK(fetch_request_v0(two_tags, advertised("multi_ack thin-pack side-band side-band-64k "
                                              "ofs-delta shallow no-progress include-tag")) ==
        pkt("want " + id_1 + " side-band-64k thin-pack ofs-delta no-progress\n") +
            pkt("want " + id_2 + "\n") + "0000" + pkt("have " + id_3 + "\n") + "0009done\n");
  CHECK(fetch_request_v0(two_tags, advertised("side-band"))
            .starts_with(pkt("want " + id_1 + " side-band\n")));
  CHECK(fetch_request_v0(two_tags, advertised("")).starts_with(pkt("want " + id_1 + "\n")));
}

TEST_CASE("version 0 puts the depth in front of the flush") {
  Fetch fetch = two_tags;
  fetch.depth = Depth::treeless;
  const std::string body = fetch_request_v0(fetch, advertised("filter shallow"));
  CHECK(body.starts_with(pkt("want " + id_1 + " filter\n")));
  CHECK(body.ends_with("000ddeepen 1\n" + pkt("filter tree:0\n") + "0000" + "0009done\n"));
}

TEST_CASE("the pack is collected from every shape of reply") {
  const std::string bands = banded(2, "Counting objects\r") + banded(1, "PACK") + banded(1, "") +
                            banded(1, "12345") + "0000";
  struct Row {
    std::string_view name;
    std::string reply;
  };
  const Row rows[] = {
      {"version 2", pkt("packfile\n") + bands},
      {"version 2 with a shallow section",
       pkt("shallow-info\n") + pkt("shallow " + id_1 + "\n") + "0001" + pkt("packfile\n") + bands},
      {"version 0 that knows the commit", pkt("ACK " + id_1 + "\n") + bands},
      {"version 0 that does not", pkt("NAK\n") + bands},
      {"version 0 with a depth", pkt("shallow " + id_1 + "\n") + "0000" + pkt("NAK\n") + bands},
      {"version 0 without side-bands", pkt("NAK\n") + "PACK12345"},
  };
  for (const Row& row : rows)
    for (std::size_t chunk = 1; chunk <= row.reply.size(); ++chunk) {
      CAPTURE(row.name);
      CAPTURE(chunk);
      PackReader reader(100);
      REQUIRE(feed(reader, row.reply, chunk).has_value());
      CHECK(reader.complete());
      CHECK(reader.pack() == "PACK12345");
    }
}

TEST_CASE("a reply without its end is not whole") {
  for (const std::string& reply :
       {std::string(), std::string("0000"), pkt("packfile\n"), pkt("NAK\n") + "0000",
        pkt("packfile\n") + banded(1, "PACK12345")}) {
    CAPTURE(reply);
    PackReader reader(100);
    REQUIRE(feed(reader, reply).has_value());
    CHECK_FALSE(reader.complete());
  }
}

TEST_CASE("a pack that is longer than tag objects can be is stopped at once") {
  for (const std::string& reply :
       {pkt("packfile\n") + banded(1, "PACK1") + banded(1, "2"), std::string("PACK12")}) {
    PackReader exact(6), reader(5);
    CHECK(feed(exact, reply).has_value());
    CHECK_FALSE(exact.is_too_long());
    const auto fed = feed(reader, reply);
    REQUIRE_FALSE(fed.has_value());
    CHECK(fed.error().code == ReasonCode::protocol);
    CHECK(reader.is_too_long());
    CHECK(reader.pack().size() <= 5);
  }
}

TEST_CASE("what means nothing in the answer to a fetch is refused") {
  for (const std::string& reply :
       {pkt("hello\n"), pkt(""), pkt("packfile\n") + banded(1, "PACK") + pkt("packfile\n"),
        pkt("NAK\n") + "<html>"}) {
    CAPTURE(reply);
    PackReader reader(100);
    const auto fed = feed(reader, reply);
    REQUIRE_FALSE(fed.has_value());
    CHECK(fed.error().code == ReasonCode::protocol);
  }
}

TEST_CASE("a server that does not know an object says so in a way of its own") {
  PackReader reader(100);
  const auto fed = feed(reader, pkt("ERR upload-pack: not our ref " + id_1));
  REQUIRE_FALSE(fed.has_value());
  CHECK(fed.error().code == ReasonCode::unavailable);
  CHECK(reader.is_not_our_ref());
}

TEST_CASE("the words of the fatal band are the server's refusal") {
  PackReader reader(100);
  const auto fed = feed(reader, pkt("packfile\n") + banded(3, "out of memory\n"));
  REQUIRE_FALSE(fed.has_value());
  CHECK(fed.error().code == ReasonCode::rejected_by_server);
  CHECK(fed.error().detail == "out of memory");
}

TEST_SUITE_END();
