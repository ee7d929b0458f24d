#include "adapters/git_objects/tag_object.hpp"

#include <doctest/doctest.h>

#include <ostream>

using shiptag::adapters::git_objects::check_tag_name;

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
