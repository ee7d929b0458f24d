#include "adapters/git_objects/packed_object.hpp"

#include <doctest/doctest.h>

#include <ostream>
#include <string>
#include <vector>

#include "containing.hpp"
#include "unit/adapters/git_objects/pack_bytes.hpp"

using namespace shiptag;
using namespace shiptag::tests;
using namespace shiptag::adapters::git_objects;
using namespace std::string_literals;

TEST_SUITE_BEGIN("adapters/git_objects/packed_object");

namespace {

const GoOn always = [] { return Expected<void>(); };

struct Seen {
  ObjectType type;
  std::string content;
  friend bool operator==(const Seen&, const Seen&) = default;
};

Seen seen_of(const PackedObject& object) {
  CHECK(object.id == object_id(object.type, object.content).value());
  return {object.type, std::string(object.content)};
}

Expected<std::vector<Seen>> read(const std::string& pack, const PackLimits& limits = {},
                                 const GoOn& go_on = always) {
  std::vector<Seen> seen;
  const auto ok = for_each_object(pack, limits, go_on, [&](const PackedObject& object) {
    seen.push_back(seen_of(object));
    return Expected<void>();
  });
  if (!ok) return fail(ok.error());
  return seen;
}

std::string raw_id(ObjectType type, std::string_view content) {
  const std::string hex = object_id(type, content).value().hex();
  std::string bytes;
  for (std::size_t i = 0; i < hex.size(); i += 2)
    bytes += static_cast<char>(std::stoi(hex.substr(i, 2), nullptr, 16));
  return bytes;
}

/// A pack of one tree and deltas, each on the one before it.
std::string chain(unsigned length) {
  PackBytes pack;
  std::size_t base = pack.add(2, "base");
  for (unsigned i = 0; i < length; ++i)
    base = pack.add_offset_delta(base, delta_bytes(4, 4, "\x90\4"s));
  return pack.str();
}

}  // namespace

TEST_CASE("commits, trees and tags are handed on in the pack's order, blobs are passed over") {
  PackBytes pack;
  pack.add(1, "a commit");
  pack.add(3, std::string(100000, 'b'));
  pack.add(2, "a tree");
  pack.add(4, "a tag");
  CHECK(read(pack.str()).value() == std::vector<Seen>{{ObjectType::commit, "a commit"},
                                                      {ObjectType::tree, "a tree"},
                                                      {ObjectType::tag, "a tag"}});
}

TEST_CASE("deltas by offset and by name are applied, those on blobs are passed over") {
  PackBytes pack;
  const std::size_t blob = pack.add(3, "a blob");
  const std::size_t tree = pack.add(2, "0123456789");
  const std::size_t on_blob = pack.add_offset_delta(blob, delta_bytes(6, 1, "\1x"s));
  pack.add_offset_delta(on_blob, delta_bytes(1, 1, "\1y"s));
  pack.add_offset_delta(tree, delta_bytes(10, 3, "\x91\7\3"s));
  pack.add(3, std::string(70000, 'f'));  // So that the next distance takes several bytes.
  pack.add_offset_delta(tree, delta_bytes(10, 2, "\2ab"s));
  pack.add_reference_delta(raw_id(ObjectType::tree, "789"), delta_bytes(3, 1, "\x90\1"s));
  CHECK(read(pack.str()).value() == std::vector<Seen>{{ObjectType::tree, "0123456789"},
                                                      {ObjectType::tree, "789"},
                                                      {ObjectType::tree, "ab"},
                                                      {ObjectType::tree, "7"}});
}

TEST_CASE("a chain of 250 deltas is read, a longer one refused") {
  CHECK(read(chain(250)).value().size() == 251);
  const auto longer = read(chain(251));
  REQUIRE_FALSE(longer.has_value());
  CHECK(longer.error().message == Containing("more than 250 deltas"));
}

TEST_CASE("a size is held to the limits before a byte is inflated") {
  const std::string few = deflated("x");
  struct Row {
    std::string_view rule;
    unsigned type;
    std::size_t size;
    std::string_view says;
    ReasonCode code = ReasonCode::protocol;
  };
  const Row rows[] = {
      {"a commit", 1, 4194305, "4194305 bytes; the limit is 4194304"},
      {"a tag is a ledger's", 4, 3700000000, "the limit is 4194304", ReasonCode::ledger_unreadable},
      {"a blob, skipped, counts in all", 3, 67108865, "more than 67108864 bytes"},
      {"a number beyond 64 bits", 2, ~std::size_t{0}, "64 bits"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.rule);
    PackBytes pack;
    pack.add_raw(row.type, row.size, "", few);
    const auto seen = read(pack.str());
    REQUIRE_FALSE(seen.has_value());
    CHECK(seen.error().code == row.code);
    CHECK(seen.error().message == Containing(row.says));
  }
}

TEST_CASE("what is inflated counts in all: objects, deltas, what they make and what is skipped") {
  PackBytes pack;
  const std::size_t tree = pack.add(2, std::string(100, 't'));      // 100
  pack.add(3, std::string(50, 'b'));                                // 150
  pack.add_offset_delta(tree, delta_bytes(100, 100, "\x90\x64"s));  // 4 of delta, 100 made
  CHECK(read(pack.str(), {.inflated = 254}).has_value());
  const auto refused = read(pack.str(), {.inflated = 253});
  REQUIRE_FALSE(refused.has_value());
  CHECK(refused.error().message == Containing("more than 253 bytes"));
}

TEST_CASE("a small pack that makes a large object of a large one is refused") {
  PackBytes pack;
  std::size_t base = pack.add(1, std::string(std::size_t{4} << 20U, 'x'));
  std::string copies;
  for (int i = 0; i < 64; ++i) copies += "\xC0\1"s;  // 64 KiB each, from the beginning.
  for (int i = 0; i < 20; ++i)
    base = pack.add_offset_delta(base,
                                 delta_bytes(std::size_t{4} << 20U, std::size_t{4} << 20U, copies));
  CHECK(pack.str().size() < 10000);
  const auto refused = read(pack.str());
  REQUIRE_FALSE(refused.has_value());
  CHECK(refused.error().message == Containing("more than 67108864 bytes"));
}

TEST_CASE("a pack that does not hold is refused") {
  const auto of = [](unsigned type, std::string_view base, std::string_view stream) {
    PackBytes pack;
    pack.add_raw(type, 1, base, stream);
    return pack;
  };
  const std::string x = deflated("x");
  const std::string good = of(1, "", x).str();
  std::string version = good;
  version[7] = 9;
  struct Row {
    std::string_view rule;
    std::string pack;
    std::string_view says;
  };
  const Row rows[] = {
      {"nothing", "", "not a pack"},
      {"something else", std::string(40, 'P'), "not a pack"},
      {"another version", version, "version 9"},
      {"a million objects", of(1, "", x).str(1000000), "1000000 objects; the limit is 100000"},
      {"fewer objects than it says", of(1, "", x).str(2), "fewer objects"},
      {"more objects than it says", of(1, "", x).str(0), "after its last object"},
      {"cut off in a stream", good.substr(0, 15) + std::string(20, '\0'), "corrupt"},
      {"a stream that is longer", of(1, "", deflated("xy")).str(), "more bytes than the 1"},
      {"a stream that is shorter", of(1, "", deflated("")).str(), "fewer bytes than the 1"},
      {"a blob that is longer", of(3, "", deflated(std::string(99999, 'x'))).str(), "more bytes"},
      {"type 0", of(0, "", x).str(), "unknown type 0"},
      {"type 5", of(5, "", x).str(), "unknown type 5"},
      {"a delta on itself", of(6, "\0"s, x).str(), "not the start of an object"},
      {"a delta on what stands before the pack", of(6, "\x7f"s, x).str(), "outside the pack"},
      {"a distance without end", of(6, std::string(30, '\xff'), x).str(), "outside the pack"},
      {"a delta on an object elsewhere", of(7, std::string(20, 'a'), x).str(),
       "does not precede it"},
      {"a delta cut off", of(7, "a", "").str(), "truncated"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.rule);
    const auto seen = read(row.pack);
    REQUIRE_FALSE(seen.has_value());
    CHECK(seen.error().code == ReasonCode::protocol);
    CHECK(seen.error().message == Containing(row.says));
  }
}

TEST_CASE("the reading ends when it may not go on") {
  int asked = 0;
  const auto seen = read(chain(100), {}, [&]() -> Expected<void> {
    return ++asked > 10 ? fail(ReasonCode::interrupted, "stopped") : Expected<void>();
  });
  REQUIRE_FALSE(seen.has_value());
  CHECK(seen.error().code == ReasonCode::interrupted);
  CHECK(asked == 11);
}

TEST_SUITE_END();
