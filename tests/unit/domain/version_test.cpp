#include "domain/version.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <ostream>
#include <vector>

#include "containing.hpp"
#include "fakes/ledger_lines.hpp"

using namespace std::string_literals;
using shiptag::ReasonCode;
using shiptag::domain::in_sub_project;
using shiptag::domain::Version;
using shiptag::fakes::version;
using shiptag::tests::Containing;

TEST_CASE("a version's attributes are the data model's") {
  const Version read = version("api/v1.2.3-beta.1");
  CHECK(read.str() == "api/v1.2.3-beta.1");
  CHECK(read.sub_project_path() == "api");
  CHECK(read.semver() == "v1.2.3-beta.1");
  CHECK(read.core() == Version::Core{1, 2, 3});
  CHECK(read.prerelease() == "beta.1");
  CHECK_FALSE(read.is_release());
}

TEST_CASE("a version without a path is the root project's") {
  const Version read = version("v2.0.0");
  CHECK(read.sub_project_path().empty());
  CHECK(read.semver() == "v2.0.0");
  CHECK(read.is_release());
}

TEST_CASE("a version is written as it was read") {
  for (const std::string_view text :
       {"v0.0.0", "v18446744073709551615.0.1", "services/api/v1.2.3", "v1.2.3-0.a.x-y",
        "a_b.c-d/v1.0.0-rc.1", "v1.2.3-production", "9/v1.0.0"}) {
    CAPTURE(text);
    const auto read = Version::parse(text);
    REQUIRE(read.has_value());
    CHECK(read->str() == text);
  }
}

TEST_CASE("what is no version is refused with the text and the rule") {
  struct Row {
    std::string rule, text;
  };
  for (const Row& row : {
           Row{"does not start with 'v'", ""},
           Row{"does not start with 'v'", "1.2.3"},
           Row{"does not start with 'v'", "api/"},
           Row{"three numbers", "v1.2"},
           Row{"leading zero", "v1.02.3"},
           Row{"64 bits", "v1.2.18446744073709551616"},
           Row{"a number is missing", "v-1.2.3"},
           Row{"build metadata", "v1.2.3+build"},
           Row{"empty", "v1.2.3-rc..1"},
           Row{"can contain only", "v1.2.3-a\nb"},
           Row{"can contain only", "v1.2.3-a\0"s},
           Row{"can contain only", "v1.2.3-\xFF"},
           Row{"'.lock'", "v1.2.3-rc.lock"},
           Row{"cannot start or end with '/'", "/v1.2.3"},
           Row{"cannot start or end with '/'", "/api/v1.2.3"},
           Row{"cannot start or end with '/'", "api//v1.2.3"},
           Row{"start with '-' or '.'", "-api/v1.2.3"},
           Row{"start with '-' or '.'", "../v1.2.3"},
           Row{"end with '.' or '.lock'", "api.lock/v1.2.3"},
           Row{"end with '.' or '.lock'", "a/b./v1.2.3"},
           Row{"'..'", "a..b/v1.2.3"},
           Row{"can contain only", "a b/v1.2.3"},
           Row{"is a state tag", "v1.2.3-stable"},
           Row{"is a state tag", "api/v1.2.3-unstable"},
           Row{"is a state tag", "v1.2.3-deprecated"},
           Row{"is a state tag", "v1.2.3-rc.1-stable"},
           Row{"is a state tag", "v1.2.3--stable"},
       }) {
    CAPTURE(row.text);
    const auto read = Version::parse(row.text);
    REQUIRE_FALSE(read.has_value());
    CHECK(read.error().code == ReasonCode::invalid_input);
    CHECK(read.error().message == Containing("is not a valid version"));
    CHECK(read.error().message == Containing(row.rule));
    CHECK_FALSE(read.error().hint.empty());
  }
}

TEST_CASE("a tag's name has at most 244 bytes") {
  const std::string start = "api/v1.2.3-";
  CHECK(Version::parse(start + std::string(244 - start.size(), 'x')).has_value());
  const auto longer = Version::parse(start + std::string(245 - start.size(), 'x'));
  REQUIRE_FALSE(longer.has_value());
  CHECK(longer.error().message == Containing("244 bytes"));
  CHECK(longer.error().message.size() < 300);
}

TEST_CASE("a version made of its parts obeys the same rules") {
  CHECK(Version::make("api", {1, 2, 3}, "rc.1")->str() == "api/v1.2.3-rc.1");
  CHECK(Version::make("", {1, 2, 3})->str() == "v1.2.3");
  struct Row {
    std::string sub_project, prerelease;
  };
  for (const Row& row :
       {Row{"", "rc..1"}, Row{"", "stable"}, Row{"", "rc+1"}, Row{"/api", ""}, Row{"api/", ""},
        Row{"a b", ""}, Row{"", "x.lock"},
        Row{std::string(100, 'a') + "/" + std::string(100, 'a'), std::string(40, 'b')}}) {
    CAPTURE(row.sub_project);
    CAPTURE(row.prerelease);
    const auto made = Version::make(row.sub_project, {1, 2, 3}, row.prerelease);
    REQUIRE_FALSE(made.has_value());
    CHECK(made.error().code == ReasonCode::invalid_input);
  }
}

TEST_CASE("precedence is semver's item 11, within a sub-project") {
  const std::vector<std::string> ascending = {"v0.9.9",
                                              "v1.0.0-1",
                                              "v1.0.0-alpha",
                                              "v1.0.0-alpha.1",
                                              "v1.0.0-alpha.beta",
                                              "v1.0.0-beta",
                                              "v1.0.0-beta.2",
                                              "v1.0.0-beta.11",
                                              "v1.0.0-rc.1",
                                              "v1.0.0-rc.99999999999999999999",
                                              "v1.0.0",
                                              "v1.0.1-rc.1",
                                              "v1.2.0",
                                              "v1.10.0",
                                              "v2.0.0",
                                              "api/v0.0.1",
                                              "web/v0.0.1"};
  for (std::size_t i = 0; i < ascending.size(); ++i)
    for (std::size_t j = 0; j < ascending.size(); ++j) {
      CAPTURE(ascending[i]);
      CAPTURE(ascending[j]);
      CHECK((version(ascending[i]) <=> version(ascending[j])) == (i <=> j));
      CHECK((version(ascending[i]) == version(ascending[j])) == (i == j));
    }
}

TEST_CASE("a name stands in its sub-project, or alone in the root project") {
  CHECK(in_sub_project("services/api", "production") == "services/api/production");
  CHECK(in_sub_project("", "production") == "production");
}
