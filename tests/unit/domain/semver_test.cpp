#include "domain/version.hpp"

#include <doctest/doctest.h>

#include <ostream>
#include <string>

#include "containing.hpp"

using namespace shiptag::domain;
using shiptag::tests::Containing;

TEST_CASE("the parts of a semantic version are read without their punctuation") {
  const Semver release = read_semver("v1.22.333");
  CHECK(release.broken_rule.empty());
  CHECK(release.major == 1);
  CHECK(release.minor == 22);
  CHECK(release.patch == 333);
  CHECK(release.prerelease.empty());
  CHECK(read_semver("v0.0.0-rc.1-x").prerelease == "rc.1-x");
  CHECK(read_semver("v0.0.18446744073709551615").patch == 18446744073709551615U);
}

TEST_CASE("what is no semantic version says which rule it breaks") {
  struct Row {
    std::string_view rule, text;
  };
  for (const Row& row : {
           Row{"does not start with 'v'", ""},
           Row{"does not start with 'v'", "1.2.3"},
           Row{"does not start with 'v'", "V1.2.3"},
           Row{"a number is missing", "v"},
           Row{"a number is missing", "v.2.3"},
           Row{"a number is missing", "v1..3"},
           Row{"a number is missing", "v1.2."},
           Row{"a number is missing", "v-1.2.3"},
           Row{"a number is missing", "v1.+2.3"},
           Row{"three numbers", "v1"},
           Row{"three numbers", "v1.2"},
           Row{"three numbers", "v1.2-rc.1"},
           Row{"leading zero", "v01.2.3"},
           Row{"leading zero", "v1.00.3"},
           Row{"does not fit in 64 bits", "v18446744073709551616.0.0"},
           Row{"does not fit in 64 bits", "v1.2.99999999999999999999999999"},
           Row{"build metadata", "v1.2.3+build.5"},
           Row{"build metadata", "v1.2.3-rc.1+build"},
           Row{"only a pre-release", "v1.2.3.4"},
           Row{"only a pre-release", "v1.2.3rc1"},
           Row{"only a pre-release", "v1.2.3 "},
           Row{"a pre-release cannot have an empty identifier", "v1.2.3-"},
           Row{"a pre-release cannot have an empty identifier", "v1.2.3-.rc"},
           Row{"a pre-release cannot have an empty identifier", "v1.2.3-rc."},
           Row{"a pre-release cannot have an empty identifier", "v1.2.3-rc..1"},
           Row{"can contain only", "v1.2.3-rc_1"},
           Row{"can contain only", "v1.2.3-rc 1"},
           Row{"can contain only", "v1.2.3-rü"},
           Row{"can contain only", "v1.2.3-rc~1"},
           Row{"leading zero", "v1.2.3-rc.01"},
           Row{"leading zero", "v1.2.3-00"},
           Row{"'.lock'", "v1.2.3-rc.lock"},
       }) {
    CAPTURE(row.text);
    CHECK(read_semver(row.text).broken_rule == Containing(row.rule));
  }
}

TEST_CASE("pre-releases that look odd, and are none the less") {
  for (const std::string_view prerelease :
       {"0", "-", "--1", "01a", "x-y-z.92", "lock", "lockstep.0", "a.b.c.d.e.f",
        "123456789012345678901234567890"}) {
    CAPTURE(prerelease);
    CHECK(broken_prerelease_rule(prerelease).empty());
  }
}

TEST_CASE("pre-releases compare by semver's item 11.4") {
  struct Row {
    std::string_view rule, lower, higher;
  };
  for (const Row& row : {
           Row{"numbers as numbers", "rc.2", "rc.10"},
           Row{"words as ASCII", "RC.1", "rc.1"},
           Row{"a number below a word", "rc.999", "rc.a"},
           Row{"fewer identifiers below more", "rc", "rc.0"},
           Row{"the first difference decides", "alpha.9.9", "beta.1"},
           Row{"a prefix of a word below it", "beta", "beta-2"},
           Row{"numbers of any length", "99999999999999999999998", "99999999999999999999999"},
           Row{"a longer number above a shorter", "99999999999999999999", "100000000000000000000"},
           Row{"digits with a letter are a word", "2", "1a"},
       }) {
    CAPTURE(row.rule);
    CHECK(std::is_lt(compare_prereleases(row.lower, row.higher)));
    CHECK(std::is_gt(compare_prereleases(row.higher, row.lower)));
    CHECK(std::is_eq(compare_prereleases(row.lower, row.lower)));
  }
}

TEST_CASE("a number is taken off the front, and what follows stays") {
  std::string_view text = "12.3";
  std::uint64_t number = 0;
  CHECK(take_number(text, number).empty());
  CHECK(number == 12);
  CHECK(text == ".3");
}

TEST_CASE("only digits are numeric") {
  CHECK(is_numeric("0123"));
  CHECK_FALSE(is_numeric(""));
  CHECK_FALSE(is_numeric("1a"));
  CHECK_FALSE(is_numeric("-1"));
}
