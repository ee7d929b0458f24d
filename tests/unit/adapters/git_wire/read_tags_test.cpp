#include <doctest/doctest.h>

#include <ostream>
#include <string>

#include "adapters/git_objects/pack.hpp"
#include "adapters/git_objects/tag_object.hpp"
#include "unit/adapters/git_wire/store_fixture.hpp"

using namespace shiptag;
using namespace shiptag::tests;

TEST_SUITE_BEGIN("adapters/git_wire/http_tag_store: read");

namespace {

const std::string raw =
    "object " + id_1 + "\ntype commit\ntag production\ntagger A <a@b> 12 +0000\n\nledger\n";

ports::TagRef production() {
  return {"production", adapters::git_objects::tag_object_id(raw).value(), object(id_1)};
}
const ports::TagRef lightweight = {"v1", object(id_2), object(id_2)};

std::string pack_reply() {
  const std::string pack = adapters::git_objects::write_pack({raw}).value();
  return pkt("packfile\n") + banded(1, pack) + "0000";
}

/// More than a tag object may have, as a server sends it that does not know the commit.
std::string history() {
  std::string reply = pkt("packfile\n") + banded(1, "PACK");
  for (int i = 0; i < 17; ++i) reply += banded(1, std::string(65000, 'x'));
  return reply + "0000";
}

std::string ref_line() {
  return production().object.hex() + " refs/tags/production peeled:" + id_1 + "\n";
}

ReasonCode code_of(const Expected<std::vector<ports::TagObject>>& read) {
  REQUIRE_FALSE(read.has_value());
  return read.error().code;
}

}  // namespace

TEST_CASE("the objects of several tags are one request, in the order asked for") {
  StoreFixture git;
  git.post(pack_reply());
  const auto read = git.store.read({lightweight, production()});
  REQUIRE(read.has_value());
  REQUIRE(read->size() == 2);
  CHECK((*read)[0].message.empty());
  CHECK((*read)[1].message == "ledger\n");
  CHECK((*read)[1].tagged_at == Timestamp{12});
  const std::string& body = git.http.sent.at(0).body;
  CHECK(body.find("want " + production().object.hex()) != std::string::npos);
  CHECK(body.find("have " + id_1) != std::string::npos);
  CHECK(body.find("want " + id_2) == std::string::npos);
}

TEST_CASE("lightweight tags need no request") {
  StoreFixture git;
  CHECK(git.store.read({lightweight})->size() == 1);
  CHECK(git.store.read({})->empty());
}

TEST_CASE("a server that sends its history is asked for less, once") {
  struct Row {
    std::string_view name, capabilities;
    bool filters;
  };
  for (const Row& row : {Row{"with filters", "fetch=shallow filter", true},
                         Row{"without filters", "fetch=shallow", false}}) {
    CAPTURE(row.name);
    StoreFixture git;
    git.http.chunk = 4096;
    git.post(StoreFixture::listing(ref_line()));
    REQUIRE(git.list().has_value());
    git.post(history());
    git.discover("upload-pack", StoreFixture::version_2(std::string(row.capabilities)));
    git.post(pack_reply());
    CHECK(git.store.read({production()}).has_value());
    const std::string& body = git.http.sent.back().body;
    CHECK(body.find("deepen 1") != std::string::npos);
    CHECK(body.find("have") == std::string::npos);
    CHECK((body.find("filter tree:0") != std::string::npos) == row.filters);
  }
}

TEST_CASE("a server that lags behind is asked again, if the tag is still there") {
  StoreFixture git;
  git.post(pkt("ERR upload-pack: not our ref " + id_1 + "\n"));
  git.post(StoreFixture::listing(ref_line()));
  git.post(pack_reply());
  CHECK(git.store.read({production()}).has_value());
}

TEST_CASE("a tag that moved away while it was read is a conflict") {
  StoreFixture git;
  git.post(pkt("ERR upload-pack: not our ref " + id_1 + "\n"));
  git.post(StoreFixture::listing(id_3 + " refs/tags/production peeled:" + id_1 + "\n"));
  CHECK(code_of(git.store.read({production()})) == ReasonCode::conflict);
}

TEST_CASE("a version 0 server is asked with what it advertised") {
  StoreFixture git;
  git.post(StoreFixture::text(500));
  git.discover("upload-pack",
               StoreFixture::version_0(production().object.hex() + " refs/tags/production",
                                       "side-band-64k thin-pack ofs-delta"));
  const std::string pack = adapters::git_objects::write_pack({raw}).value();
  git.post(pkt("ACK " + id_1 + "\n") + banded(1, pack) + "0000");
  const auto read = git.store.read({production()});
  REQUIRE(read.has_value());
  CHECK(read->at(0).message == "ledger\n");
  const auto& request = git.http.sent.back();
  CHECK(request.body.starts_with(
      pkt("want " + production().object.hex() + " side-band-64k thin-pack ofs-delta\n")));
  for (const auto& [name, value] : request.headers) CHECK(name != "Git-Protocol");
}

TEST_CASE("a reply that cannot be read is an error") {
  struct Row {
    std::string_view name;
    std::string reply;
    ReasonCode code;
  };
  const std::string other_encoding =
      "object " + id_1 + "\ntype commit\ntag production\nencoding latin1\n\nx\n";
  const Row rows[] = {
      {"no pack",
       pkt("packfile\n") + banded(1, "no pack at all, but longer than its header") + "0000",
       ReasonCode::protocol},
      {"a pack without the tag",
       pkt("packfile\n") + banded(1, adapters::git_objects::write_pack({}).value()) + "0000",
       ReasonCode::protocol},
      {"a fault of the server", pkt("packfile\n") + banded(3, "out of memory"),
       ReasonCode::rejected_by_server},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    StoreFixture git;
    git.post(row.reply);
    CHECK(code_of(git.store.read({production()})) == row.code);
  }
  StoreFixture git;
  git.post(pkt("packfile\n") +
           banded(1, adapters::git_objects::write_pack({other_encoding}).value()) + "0000");
  const auto read = git.store.read(
      {{"production", adapters::git_objects::tag_object_id(other_encoding).value(), object(id_1)}});
  CHECK(code_of(read) == ReasonCode::ledger_unreadable);
  CHECK(read.error().message.starts_with("reading tag 'production': "));
}

TEST_SUITE_END();
