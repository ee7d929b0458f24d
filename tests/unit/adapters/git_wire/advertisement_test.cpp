#include "adapters/git_wire/advertisement.hpp"

#include <doctest/doctest.h>

#include <ostream>
#include <string>

#include "unit/adapters/git_wire/replies.hpp"

using namespace shiptag;
using namespace shiptag::adapters::git_wire;
using namespace shiptag::tests;

TEST_SUITE_BEGIN("adapters/git_wire/advertisement");

namespace {

const Prefixes everything = {""};
const std::string service = pkt("# service=git-upload-pack\n") + "0000";

/// A version 0 ref with capabilities behind it.
std::string first(const std::string& ref, const std::string& capabilities) {
  return pkt(ref + std::string(1, '\0') + capabilities + "\n");
}

const std::string version_0 =
    service + first(id_1 + " HEAD", " side-band-64k symref=HEAD:refs/heads/main agent=git/2.39.5") +
    pkt(id_1 + " refs/heads/main\n") + pkt(id_2 + " refs/tags/v1\n") +
    pkt(id_1 + " refs/tags/v1^{}\n") + pkt(id_3 + " refs/tags/v2\n") + "0000";

}  // namespace

TEST_CASE("version 0: capabilities, and the tags with what they peel to") {
  for (std::size_t chunk = 1; chunk <= version_0.size(); ++chunk) {
    CAPTURE(chunk);
    KeptTags sink;
    AdvertisementReader reader(everything, sink);
    REQUIRE(feed(reader, version_0, chunk).has_value());
    CHECK(reader.complete());
    CHECK_FALSE(reader.is_version_2());
    CHECK(reader.capabilities().has("side-band-64k"));
    CHECK(reader.capabilities().has("agent"));
    CHECK_FALSE(reader.capabilities().has("atomic"));
    REQUIRE(sink.tags.size() == 2);
    CHECK(sink.tags[0] == ports::TagRef{"v1", object(id_2), object(id_1)});
    CHECK(sink.tags[1] == ports::TagRef{"v2", object(id_3), object(id_3)});
  }
}

TEST_CASE("version 0 in its other shapes") {
  struct Row {
    std::string_view name;
    std::string reply;
    std::string_view names;
  };
  const std::string none(40, '0');
  const Row rows[] = {
      {"no refs", service + first(none + " capabilities^{}", "side-band-64k") + "0000", ""},
      {"a tag first", service + first(id_1 + " refs/tags/v1", "x") + "0000", "v1 "},
      {"the last one peeled",
       service + first(id_1 + " refs/tags/v1", "x") + pkt(id_2 + " refs/tags/v1^{}\n") + "0000",
       "v1 "},
      {"version 1", service + pkt("version 1\n") + first(id_1 + " refs/tags/v1", "x") + "0000",
       "v1 "},
      {"shallow commits",
       service + first(id_1 + " refs/tags/v1", "x") + pkt("shallow " + id_2 + "\n") + "0000",
       "v1 "},
      {"a peeled line without its tag",
       service + first(id_1 + " refs/tags/v1", "x") + pkt(id_2 + " refs/tags/v0^{}\n") + "0000",
       "v1 "},
      {"without the name of the service", first(id_1 + " refs/tags/v1", "x") + "0000", "v1 "},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    KeptTags sink;
    AdvertisementReader reader(everything, sink);
    REQUIRE(feed(reader, row.reply).has_value());
    CHECK(reader.complete());
    CHECK(sink.names() == row.names);
  }
}

TEST_CASE("version 2: capabilities and no refs, with the name of the service or without") {
  const std::string bare = pkt("version 2\n") + pkt("agent=git/2.39.5\n") +
                           pkt("ls-refs=unborn\n") + pkt("fetch=shallow wait-for-done filter\n") +
                           pkt("object-format=sha1\n") + "0000";
  for (const std::string& reply : {bare, service + bare}) {
    KeptTags sink;
    AdvertisementReader reader(everything, sink);
    REQUIRE(feed(reader, reply).has_value());
    CHECK(reader.complete());
    CHECK(reader.is_version_2());
    CHECK(reader.capabilities().lists("fetch", "filter"));
    CHECK_FALSE(reader.capabilities().lists("fetch", "filt"));
    CHECK_FALSE(reader.capabilities().lists("push", "filter"));
  }
}

TEST_CASE("only the wanted tags are handed on, and none where only capabilities are") {
  KeptTags sink;
  const Prefixes prefixes = {"v2"};
  AdvertisementReader some(prefixes, sink);
  REQUIRE(feed(some, version_0).has_value());
  CHECK(sink.names() == "v2 ");

  AdvertisementReader none;
  REQUIRE(feed(none, version_0).has_value());
  CHECK(none.complete());
  CHECK(none.capabilities().has("side-band-64k"));
}

TEST_CASE("an advertisement counts only if it is whole") {
  for (std::size_t size = 0; size < version_0.size(); ++size) {
    CAPTURE(size);
    AdvertisementReader reader;
    REQUIRE(feed(reader, version_0.substr(0, size)).has_value());
    CHECK_FALSE(reader.complete());
  }
}

TEST_CASE("malformed advertisements are refused") {
  struct Row {
    std::string_view name;
    std::string reply;
  };
  const Row rows[] = {
      {"no capabilities", service + pkt(id_1 + " refs/tags/v1\n")},
      {"no ref", service + first("nothing", "x")},
      {"a later line is no ref",
       service + first(id_1 + " refs/tags/v1", "x") + pkt("refs/tags/v2\n")},
      {"a delimiter", service + "0001"},
      {"SHA-256 in version 0",
       service + first(std::string(64, '1') + " refs/tags/v1", "object-format=sha256")},
      {"SHA-256 in version 2", pkt("version 2\n") + pkt("object-format=sha256\n") + "0000"},
      {"a web page", "<!DOCTYPE html>"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    KeptTags sink;
    AdvertisementReader reader(everything, sink);
    const auto fed = feed(reader, row.reply);
    REQUIRE_FALSE(fed.has_value());
    CHECK(fed.error().code == ReasonCode::protocol);
  }
}

TEST_SUITE_END();
