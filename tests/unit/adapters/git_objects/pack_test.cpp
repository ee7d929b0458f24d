#include "adapters/git_objects/pack.hpp"

#include <doctest/doctest.h>

#include <ostream>
#include <string>

#include "adapters/git_objects/tag_object.hpp"

using namespace shiptag;
using adapters::git_objects::tag_object_id;
using adapters::git_objects::write_pack;

TEST_SUITE_BEGIN("adapters/git_objects/pack");

namespace {

std::string raw_tag(const std::string& name, const std::string& message) {
  return "object 0123456789012345678901234567890123456789\ntype commit\ntag " + name +
         "\ntagger A <a@b> 1763721045 +0000\n\n" + message;
}

Expected<std::vector<std::string>> read_pack(std::string_view pack,
                                             const std::vector<domain::ObjectId>& ids) {
  return adapters::git_objects::read_pack(pack, ids, [] { return Expected<void>(); });
}

ReasonCode code_of(const Expected<std::vector<std::string>>& tags) {
  REQUIRE_FALSE(tags.has_value());
  return tags.error().code;
}

}  // namespace

TEST_CASE("write_pack without tags gives git's empty pack") {
  const auto pack = write_pack({});
  REQUIRE(pack.has_value());
  CHECK(pack->size() == 32);
  CHECK(pack->substr(0, 12) == std::string("PACK\0\0\0\2\0\0\0\0", 12));
}

TEST_CASE("read_pack gives the tags that write_pack packed, in the order asked for") {
  const std::string one = raw_tag("v1.0.0", "one\n");
  const std::string two = raw_tag("production", std::string(200000, 'x') + "\n");
  const auto pack = write_pack({one, two});
  REQUIRE(pack.has_value());
  const auto tags = read_pack(*pack, {tag_object_id(two).value(), tag_object_id(one).value()});
  REQUIRE(tags.has_value());
  CHECK(*tags == std::vector<std::string>{two, one});
}

TEST_CASE("read_pack says which object is not there") {
  const auto pack = write_pack({raw_tag("v1.0.0", "one\n")});
  const auto tags = read_pack(pack.value(), {domain::ObjectId{}});
  CHECK(code_of(tags) == ReasonCode::protocol);
  CHECK(tags.error().message.find("0000000000000000000000000000000000000000") != std::string::npos);
}

TEST_CASE("read_pack refuses a broken pack") {
  const std::string raw = raw_tag("v1.0.0", "one\n");
  const std::string pack = write_pack({raw}).value();
  const std::vector ids = {tag_object_id(raw).value()};
  std::string flipped = pack;
  flipped[20] = static_cast<char>(flipped[20] ^ 0x55);
  const std::string bad[] = {"",
                             "PACK",
                             "not a pack, but longer than its header",
                             pack.substr(0, pack.size() - 1),
                             pack.substr(0, 20),
                             flipped};
  for (const std::string& bytes : bad) {
    CAPTURE(bytes.size());
    CHECK(code_of(read_pack(bytes, ids)) == ReasonCode::protocol);
  }
}

TEST_CASE("read_pack refuses an object that is larger than any ledger") {
  const std::string raw =
      raw_tag("production", std::string(adapters::git_objects::longest_tag_object, 'x'));
  const auto pack = write_pack({raw});
  const auto tags = read_pack(pack.value(), {tag_object_id(raw).value()});
  CHECK(code_of(tags) == ReasonCode::ledger_unreadable);
}

TEST_SUITE_END();
