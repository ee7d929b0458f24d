#include "adapters/git_objects/tag_object.hpp"

#include <doctest/doctest.h>

#include <ostream>
#include <string>

using namespace shiptag;
using adapters::git_objects::check_tag_name;
using adapters::git_objects::encode_tag;
using adapters::git_objects::parse_tag;
using adapters::git_objects::tag_object_id;

TEST_SUITE_BEGIN("adapters/git_objects/tag_object");

namespace {

constexpr std::string_view commit_hex = "0123456789012345678901234567890123456789";

ports::NewTag environment_tag() {
  return {.commit = *domain::ObjectId::from_hex(commit_hex),
          .tagger = {"octocat", "octocat@users.noreply.github.com"},
          .time = {1763721045},
          .message = "api/production is api/v1.2.3\n\n{\"schema\":1}\n"};
}

constexpr std::string_view environment_tag_bytes =
    "object 0123456789012345678901234567890123456789\n"
    "type commit\n"
    "tag api/production\n"
    "tagger octocat <octocat@users.noreply.github.com> 1763721045 +0000\n"
    "\n"
    "api/production is api/v1.2.3\n\n{\"schema\":1}\n";

std::string tag_with(std::string_view headers, std::string_view message) {
  return "object " + std::string(commit_hex) + "\ntype commit\ntag v1.0.0\n" +
         std::string(headers) + "\n" + std::string(message);
}

}  // namespace

TEST_CASE("encode_tag writes what git writes") {
  CHECK(encode_tag("api/production", environment_tag()).value() == environment_tag_bytes);
}

TEST_CASE("tag_object_id is the name that git hash-object -t tag gives") {
  CHECK(tag_object_id(environment_tag_bytes).value().hex() ==
        "dcdc44f576ddd39898c55ed7bc793d6865a8ae3c");
}

TEST_CASE("encode_tag refuses what git fsck would") {
  struct Row {
    std::string_view name;
    ports::Identity tagger;
    std::string message;
  };
  const Row rows[] = {
      {"no name", {"", "a@b"}, "m\n"},
      {"a bracket in the name", {"a <b", "a@b"}, "m\n"},
      {"a newline in the e-mail", {"a", "a@b\ntag x"}, "m\n"},
      {"a NUL in the name", {std::string("a\0b", 3), "a@b"}, "m\n"},
      {"no newline at the end", {"a", "a@b"}, "m"},
      {"no message", {"a", "a@b"}, ""},
      {"a NUL in the message", {"a", "a@b"}, std::string("m\0\n", 3)},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    ports::NewTag tag = environment_tag();
    tag.tagger = row.tagger;
    tag.message = row.message;
    const auto raw = encode_tag("v1.0.0", tag);
    REQUIRE_FALSE(raw.has_value());
    CHECK(raw.error().code == ReasonCode::invalid_input);
  }
}

TEST_CASE("parse_tag reads back what encode_tag wrote") {
  const auto tag = parse_tag(environment_tag_bytes);
  REQUIRE(tag.has_value());
  CHECK(tag->target.hex() == commit_hex);
  CHECK(tag->target_type == "commit");
  CHECK(tag->object.message == environment_tag().message);
  CHECK(tag->object.tagged_at == Timestamp{1763721045});
  CHECK_FALSE(tag->object.was_signed);
}

TEST_CASE("parse_tag takes tags as people and old tools made them") {
  struct Row {
    std::string_view name;
    std::string raw;
    std::string_view message;
    std::int64_t seconds;
    bool was_signed = false;
  };
  const Row rows[] = {
      {"no tagger", tag_with("", "m\n"), "m\n", 0},
      {"no message", tag_with("", ""), "", 0},
      {"a tagger with a zone", tag_with("tagger A <a@b> 12 +0130\n", "m\n"), "m\n", 12},
      {"a tagger without a time", tag_with("tagger A <a@b>\n", "m\n"), "m\n", 0},
      {"a time before 1970", tag_with("tagger A <a@b> -5 +0000\n", "m\n"), "m\n", 0},
      {"a time beyond 64 bits", tag_with("tagger A <a@b> 99999999999999999999 +0000\n", "m\n"),
       "m\n", 0},
      {"UTF-8 by name", tag_with("encoding UTF-8\n", "m\n"), "m\n", 0},
      {"a signature", tag_with("", "m\n-----BEGIN PGP SIGNATURE-----\nx\n"), "m\n", 0, true},
      {"an SSH signature", tag_with("", "m\n-----BEGIN SSH SIGNATURE-----\nx\n"), "m\n", 0, true},
      {"a signature quoted in the message",
       tag_with("", "-----BEGIN PGP SIGNATURE-----\nm\n-----BEGIN PGP SIGNATURE-----\nx\n"),
       "-----BEGIN PGP SIGNATURE-----\nm\n", 0, true},
      {"the words within a line are no signature",
       tag_with("", "see -----BEGIN PGP SIGNATURE-----\n"), "see -----BEGIN PGP SIGNATURE-----\n",
       0},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    const auto tag = parse_tag(row.raw);
    REQUIRE(tag.has_value());
    CHECK(tag->object.message == row.message);
    CHECK(tag->object.tagged_at.seconds == row.seconds);
    CHECK(tag->object.was_signed == row.was_signed);
  }
}

TEST_CASE("parse_tag names a tag's type, so that a tag of a tag can be followed") {
  const auto tag = parse_tag("object " + std::string(commit_hex) + "\ntype tag\ntag x\n\nm\n");
  CHECK(tag.value().target_type == "tag");
}

TEST_CASE("parse_tag refuses a message in another encoding, and names it") {
  const auto tag = parse_tag(tag_with("encoding ISO-8859-1\n", "m\n"));
  REQUIRE_FALSE(tag.has_value());
  CHECK(tag.error().code == ReasonCode::ledger_unreadable);
  CHECK(tag.error().message.find("'ISO-8859-1'") != std::string::npos);
}

TEST_CASE("parse_tag refuses what is not a tag object") {
  for (const std::string_view bad :
       {"", "\n", "object\n", "object 0123\ntype commit\n", "tree 01\n",
        "object 0123456789012345678901234567890123456789",
        "object 0123456789012345678901234567890123456789\ntypecommit\n"}) {
    CAPTURE(bad);
    const auto tag = parse_tag(bad);
    REQUIRE_FALSE(tag.has_value());
    CHECK(tag.error().code == ReasonCode::protocol);
  }
}

TEST_SUITE_END();

TEST_CASE("git's rules for the name of a tag") {
  using namespace std::string_literals;
  for (const char* name : {"v1.2.3", "api/v1.2.3-rc.1", "api/production", "a-b_c"}) {
    CAPTURE(name);
    CHECK(check_tag_name(name));
  }
  for (const std::string& name : {""s, "a..b"s, "a b"s, "a~1"s, "a:b"s, "/a"s, "a/"s, "a//b"s,
                                  ".a"s, "a.lock"s, "a@{b"s, "a\x7f"s, "a\0b"s, "a\nb"s}) {
    CAPTURE(name);
    const auto checked = check_tag_name(name);
    REQUIRE_FALSE(checked);
    CHECK(checked.error().code == shiptag::ReasonCode::invalid_input);
  }
}
