#include "domain/object_id.hpp"

#include <doctest/doctest.h>

#include <ostream>

using namespace std::string_view_literals;
using shiptag::domain::ObjectId;

constexpr std::string_view hex = "0123456789abcdef0123456789abcdef01234567";

TEST_CASE("an object id reads back as it was written, in lower case") {
  const auto id = ObjectId::parse(hex);
  REQUIRE(id.has_value());
  CHECK(id->hex() == hex);
  const auto upper = ObjectId::parse("0123456789ABCDEF0123456789ABCDEF01234567");
  REQUIRE(upper.has_value());
  CHECK(upper->hex() == hex);
  CHECK(*upper == *id);
}

TEST_CASE("commit_sha must be 40 hex digits") {
  const std::string with_nul = std::string(39, 'a') + '\0';
  for (const std::string& text :
       {std::string(), std::string("abc123"), std::string(39, 'a'), std::string(41, 'a'),
        std::string(64, 'a'), std::string(39, 'a') + "g", std::string(39, 'a') + "/",
        " " + std::string(39, 'a'), "0x" + std::string(38, 'a'), with_nul}) {
    CAPTURE(text);
    CHECK_FALSE(ObjectId::from_hex(text).has_value());
    const auto id = ObjectId::parse(text, "commit_sha");
    REQUIRE_FALSE(id.has_value());
    CHECK(id.error().code == shiptag::ReasonCode::invalid_input);
    CHECK(id.error().message.starts_with("commit_sha '"));
    CHECK(id.error().message.ends_with("is not 40 hex digits"));
    CHECK_FALSE(id.error().hint.empty());
  }
}

TEST_CASE("the id that names nothing is all zeros") {
  CHECK(ObjectId{}.is_zero());
  CHECK(ObjectId{}.hex() == std::string(40, '0'));
  CHECK_FALSE(ObjectId::from_hex(hex)->is_zero());
  CHECK(ObjectId::from_hex(std::string(39, '0') + "1") > ObjectId{});
}
