#include "domain/names.hpp"

#include <doctest/doctest.h>

#include <ostream>

#include "containing.hpp"

using namespace std::string_literals;
using namespace shiptag::domain;
using shiptag::ReasonCode;
using shiptag::tests::Containing;

namespace {

const EnvironmentNames with_qa({"qa", "global", "v1", "Bad Name", "production"});

}  // namespace

TEST_CASE("an environment's name matches [a-z][a-z0-9-]*") {
  for (const std::string& name : {"production"s, "qa"s, "q"s, "qa-2"s, "eu--west-"s, "v"s, "vx1"s,
                                  "v1-canary"s, "stable"s, std::string(100, 'a')}) {
    CAPTURE(name);
    CHECK(is_environment_name(name));
  }
  struct Row {
    std::string rule, name;
  };
  for (const Row& row : {
           Row{"not empty", ""},
           Row{"begins with a letter", "2nd"},
           Row{"begins with a letter", "-qa"},
           Row{"lower case", "Production"},
           Row{"no other characters", "qa_2"},
           Row{"no other characters", "qa.2"},
           Row{"no path", "a/b"},
           Row{"no path", ".."},
           Row{"no NUL", "qa\0"s},
           Row{"no blank", "qa "},
           Row{"ASCII only", "qä"},
           Row{"at most 100 bytes", std::string(101, 'a')},
           Row{"shared by all environments", "global"},
           Row{"a release line's alias", "v1"},
           Row{"40 hex digits are an object", "abcdef0123456789abcdef0123456789abcdef01"},
       }) {
    CAPTURE(row.rule);
    CHECK_FALSE(is_environment_name(row.name));
  }
}

TEST_CASE("a region's name matches [a-z]{2}-[a-z]+") {
  for (const std::string& name : {"us-east"s, "eu-w"s, "us-" + std::string(97, 'a')}) {
    CAPTURE(name);
    CHECK(check_region_name(name).has_value());
  }
  for (const std::string& name :
       {""s, "us"s, "us-"s, "u-east"s, "usa-east"s, "us-east-1"s, "us-east1"s, "US-east"s,
        "us_east"s, "us-east\n"s, "../us-east"s, "us-" + std::string(98, 'a')}) {
    CAPTURE(name);
    const auto checked = check_region_name(name);
    REQUIRE_FALSE(checked.has_value());
    CHECK(checked.error().code == ReasonCode::invalid_input);
    CHECK(checked.error().message.starts_with("region '"));
    CHECK(checked.error().hint == Containing("us-east"));
  }
}

TEST_CASE("five environments always are, others by their folder") {
  for (const std::string_view name :
       {"production", "staging", "canary", "sandbox", "performance"}) {
    CAPTURE(name);
    CHECK(EnvironmentNames().reserves(name));
    CHECK(EnvironmentNames().check(name).has_value());
    CHECK_FALSE(EnvironmentNames().has_folder(name));
  }
  CHECK_FALSE(EnvironmentNames().reserves("qa"));
  CHECK(with_qa.reserves("qa"));
  CHECK(with_qa.check("qa").has_value());
  CHECK(with_qa.has_folder("qa"));
  CHECK(with_qa.has_folder("production"));
  CHECK_FALSE(with_qa.has_folder("staging"));
}

TEST_CASE("a folder whose name no environment may have is none") {
  for (const std::string_view name : {"global", "v1", "Bad Name"}) {
    CAPTURE(name);
    CHECK_FALSE(with_qa.reserves(name));
    CHECK_FALSE(with_qa.has_folder(name));
  }
}

TEST_CASE("an environment without a folder is refused with the command that creates it") {
  const auto checked = with_qa.check("demo");
  REQUIRE_FALSE(checked.has_value());
  CHECK(checked.error().code == ReasonCode::environment_not_configured);
  CHECK(checked.error().message == Containing("'demo'"));
  CHECK(checked.error().hint == Containing("mkdir -p environments/demo"));
  CHECK(checked.error().hint == Containing("environments_dir: none"));
}

TEST_CASE("what cannot be an environment's name is invalid, checked or not") {
  const EnvironmentNames unchecked({}, EnvironmentNames::Unlisted::allowed);
  for (const std::string_view name : {"", "global", "v1.2", "Production", "a/b", "a\nb"}) {
    CAPTURE(name);
    for (const EnvironmentNames* names : {&with_qa, &unchecked}) {
      CHECK_FALSE(names->contains(name));
      const auto checked = names->check(name);
      REQUIRE_FALSE(checked.has_value());
      CHECK(checked.error().code == ReasonCode::invalid_input);
      CHECK(checked.error().message.starts_with("environment '"));
    }
  }
}

TEST_CASE("where names are not checked, any may be used and none more is reserved") {
  const EnvironmentNames unchecked({}, EnvironmentNames::Unlisted::allowed);
  CHECK(unchecked.check("demo").has_value());
  CHECK(unchecked.contains("demo"));
  CHECK_FALSE(unchecked.reserves("demo"));
  CHECK(unchecked.reserves("staging"));
}

TEST_CASE("a name looks like a version if a version's tag or alias could be called so") {
  for (const std::string_view name : {"v1", "v1.2", "v1.2.3", "v0", "v01.2", "v1.2.3-rc.1",
                                      "v1.2.3-stable", "v1.2.3-", "v99999999999999999999999"}) {
    CAPTURE(name);
    CHECK(looks_like_version(name));
  }
  for (const std::string_view name : {"", "v", "1", "1.2.3", "vx", "v1x", "v1.", "v1.2.", "v1.x",
                                      "v1-rc", "v1.2-rc", "v1.2.3.4", "v1.2.3rc", "V1", "av1"}) {
    CAPTURE(name);
    CHECK_FALSE(looks_like_version(name));
  }
}

TEST_CASE("a sub-project is a path that git can hold tags under") {
  for (const std::string& path :
       {""s, "api"s, "services/api"s, "a_b.c-D9/x"s, "v"s, "global"s, "demo"s, "a.b.c"s, "lock"s,
        "9"s, "productions"s, std::string(200, 'a')}) {
    CAPTURE(path);
    CHECK(check_sub_project(path, with_qa).has_value());
  }
}

TEST_CASE("a sub-project that git or the grammar cannot have is refused") {
  struct Row {
    std::string rule, path;
  };
  for (const Row& row : {
           Row{"cannot start or end with '/'", "/api"},
           Row{"cannot start or end with '/'", "api/"},
           Row{"contain '//'", "a//b"},
           Row{"cannot start or end with '/'", "/"},
           Row{"cannot start with '-' or '.'", "-api"},
           Row{"cannot start with '-' or '.'", "services/.api"},
           Row{"cannot start with '-' or '.'", ".."},
           Row{"cannot start with '-' or '.'", "a/../b"},
           Row{"cannot end with '.' or '.lock'", "api."},
           Row{"cannot end with '.' or '.lock'", "api.lock"},
           Row{"cannot contain '..'", "a..b"},
           Row{"can contain only", "a b"},
           Row{"can contain only", "a~1"},
           Row{"can contain only", "a\\b"},
           Row{"can contain only", "a@{b"},
           Row{"can contain only", "ä"},
           Row{"can contain only", "a\nb"},
           Row{"can contain only", "a\0b"s},
           Row{"under an environment tag", "production"},
           Row{"under an environment tag", "services/staging/api"},
           Row{"under an environment tag", "qa"},
           Row{"under a version tag", "v1"},
           Row{"under a version tag", "api/v1.2"},
           Row{"under a version tag", "v1.2.3/api"},
           Row{"under a version tag", "v1.2.3-rc.1"},
           Row{"starts with refs", "refs/tags/api"},
           Row{"starts with refs", "refs"},
           Row{"at most 200 bytes long", std::string(201, 'a')},
       }) {
    CAPTURE(row.path);
    const auto checked = check_sub_project(row.path, with_qa);
    REQUIRE_FALSE(checked.has_value());
    CHECK(checked.error().code == ReasonCode::invalid_input);
    CHECK(checked.error().message.starts_with("sub_project '"));
    CHECK(checked.error().message == Containing(row.rule));
    CHECK_FALSE(checked.error().hint.empty());
  }
}

TEST_CASE("a refused sub-project's message names the segment that is at fault") {
  const auto checked = check_sub_project("services/staging/api", with_qa);
  REQUIRE_FALSE(checked.has_value());
  CHECK(checked.error().message == Containing("'services/staging/api', segment 'staging'"));
}
