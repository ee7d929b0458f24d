#include "adapters/git_wire/ls_refs.hpp"

#include <doctest/doctest.h>

#include <ostream>
#include <string>

#include "unit/adapters/git_wire/replies.hpp"

using namespace shiptag;
using namespace shiptag::adapters::git_wire;
using namespace shiptag::tests;

TEST_SUITE_BEGIN("adapters/git_wire/ls_refs");

namespace {

const Prefixes all_refs = {""};

Expected<void> read(KeptTags& sink, const std::string& reply, std::size_t chunk = 3) {
  LsRefsReader reader(all_refs, sink);
  return feed(reader, reply, chunk);
}

}  // namespace

TEST_CASE("the request asks for peeled tags that start with the prefixes") {
  const std::string body = ls_refs_request({"v", "api/"}).value();
  CHECK(body.starts_with("0014command=ls-refs\n"));
  CHECK(
      body.ends_with("0017object-format=sha1\n"
                     "0001"
                     "0009peel\n"
                     "001bref-prefix refs/tags/v\n"
                     "001eref-prefix refs/tags/api/\n"
                     "0000"));
}

TEST_CASE("the request carries no other line than those asked for") {
  for (const std::string& prefix :
       {std::string("v\nsymrefs"), std::string("v\0", 2), std::string(1025, 'v')}) {
    const auto body = ls_refs_request({prefix});
    REQUIRE_FALSE(body.has_value());
    CHECK(body.error().code == ReasonCode::invalid_input);
  }
}

TEST_CASE("tags come as they are listed, however the bytes are cut") {
  const std::string reply = pkt(id_1 + " refs/tags/api/v1.0.0 peeled:" + id_2 + "\n") +
                            pkt(id_3 + " refs/tags/v1\n") + "0000";
  for (std::size_t chunk = 1; chunk <= reply.size(); ++chunk) {
    CAPTURE(chunk);
    KeptTags sink;
    LsRefsReader reader(all_refs, sink);
    REQUIRE(feed(reader, reply, chunk).has_value());
    CHECK(reader.complete());
    CHECK(sink.begun == 1);
    REQUIRE(sink.tags.size() == 2);
    CHECK(sink.tags[0] == ports::TagRef{"api/v1.0.0", object(id_1), object(id_2)});
    CHECK(sink.tags[1] == ports::TagRef{"v1", object(id_3), object(id_3)});
  }
}

TEST_CASE("what else a server may list is passed over") {
  struct Row {
    std::string_view name;
    std::string line;
    std::string_view names;
  };
  const Row rows[] = {
      {"an unborn HEAD", "unborn HEAD symref-target:refs/heads/main\n", ""},
      {"HEAD", id_1 + " HEAD symref-target:refs/heads/main\n", ""},
      {"a branch", id_1 + " refs/heads/v1\n", ""},
      {"unknown attributes", id_1 + " refs/tags/v1 colour:red peeled:" + id_2 + " x\n", "v1 "},
      {"no newline", id_1 + " refs/tags/v1", "v1 "},
      {"the folder itself", id_1 + " refs/tags/\n", ""},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    KeptTags sink;
    REQUIRE(read(sink, pkt(row.line) + "0000").has_value());
    CHECK(sink.names() == row.names);
  }
}

TEST_CASE("a server that ignores the prefixes is filtered") {
  KeptTags sink;
  const Prefixes prefixes = {"api/", "web/v1"};
  LsRefsReader reader(prefixes, sink);
  std::string reply;
  for (const char* name : {"api/v1", "apis/v1", "web/v1.0", "web/v2", "v1"})
    reply += pkt(id_1 + " refs/tags/" + name + "\n");
  REQUIRE(feed(reader, reply + "0000").has_value());
  CHECK(sink.names() == "api/v1 web/v1.0 ");
}

TEST_CASE("a reply counts only if it is whole") {
  const std::string whole = pkt(id_1 + " refs/tags/v1\n") + "0000";
  for (std::size_t size = 0; size < whole.size(); ++size) {
    CAPTURE(size);
    KeptTags sink;
    LsRefsReader reader(all_refs, sink);
    REQUIRE(feed(reader, whole.substr(0, size)).has_value());
    CHECK_FALSE(reader.complete());
  }
}

TEST_CASE("a reader that begins again forgets what came before") {
  KeptTags sink;
  LsRefsReader reader(all_refs, sink);
  REQUIRE(feed(reader, pkt(id_1 + " refs/tags/v1\n") + "00").has_value());
  REQUIRE(feed(reader, pkt(id_2 + " refs/tags/v2\n") + "0000").has_value());
  CHECK(reader.complete());
  CHECK(sink.names() == "v2 ");
}

TEST_CASE("malformed replies are refused") {
  struct Row {
    std::string_view name;
    std::string reply;
  };
  const Row rows[] = {
      {"an id that is too short", pkt("1234 refs/tags/v1\n")},
      {"an id that is not hex", pkt(std::string(40, 'g') + " refs/tags/v1\n")},
      {"no name", pkt(id_1 + "\n")},
      {"an empty name", pkt(id_1 + "  x\n")},
      {"a tab instead of the space", pkt(id_1 + "\trefs/tags/v1\n")},
      {"a control character", pkt(id_1 + " refs/tags/v\x1b[31m\n")},
      {"a NUL", pkt(id_1 + " refs/tags/v" + std::string(1, '\0') + "\n")},
      {"a line of 9000 bytes", pkt(id_1 + " refs/tags/" + std::string(9000, 'v') + "\n")},
      {"a peeled id that is none", pkt(id_1 + " refs/tags/v1 peeled:12\n")},
      {"an empty line", pkt("")},
      {"a delimiter", "0001"},
      {"no packet line", "<html>"},
      {"the answer of version 0 to no want", pkt("NAK\n")},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    KeptTags sink;
    const auto fed = read(sink, row.reply);
    REQUIRE_FALSE(fed.has_value());
    CHECK(fed.error().code == ReasonCode::protocol);
    CHECK(sink.tags.empty());
  }
}

TEST_CASE("a repository with SHA-256 is refused by that name") {
  KeptTags sink;
  const auto fed = read(sink, pkt(std::string(64, 'a') + " refs/tags/v1\n"));
  REQUIRE_FALSE(fed.has_value());
  CHECK(fed.error().message.find("'sha256'") != std::string::npos);
}

TEST_CASE("an ERR line is the server's refusal") {
  KeptTags sink;
  LsRefsReader reader(all_refs, sink);
  const auto fed = feed(reader, pkt("ERR access denied\x07\n"));
  REQUIRE_FALSE(fed.has_value());
  CHECK(fed.error().code == ReasonCode::rejected_by_server);
  CHECK(fed.error().detail == "access denied?");
  CHECK_FALSE(reader.is_not_our_ref());
}

TEST_SUITE_END();
