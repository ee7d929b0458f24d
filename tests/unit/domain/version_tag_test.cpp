#include "domain/version_tag.hpp"

#include <doctest/doctest.h>

#include <ostream>

#include "containing.hpp"
#include "fakes/ledger_lines.hpp"

using namespace shiptag::domain;
using shiptag::ReasonCode;
using Kind = TagName::Kind;
using shiptag::fakes::version;
using shiptag::tests::Containing;

namespace {

const EnvironmentNames configured({"qa"});
const ObjectId tagged = ObjectId::from_hex("abcdef0123456789abcdef0123456789abcdef01").value();

}  // namespace

TEST_CASE("tag_type = version: the version is set, and the tag is not movable") {
  const VersionTag tag = version_tag(version("api/v1.2.3-rc.1"), tagged);
  CHECK(tag.tag_name == "api/v1.2.3-rc.1");
  CHECK(tag.tag_type == TagType::version);
  CHECK(tag.sub_project_path == "api");
  CHECK(tag.version == version("api/v1.2.3-rc.1"));
  CHECK(tag.environment.empty());
  CHECK_FALSE(tag.state.has_value());
  CHECK(tag.commit_sha == tagged);
  CHECK_FALSE(tag.is_movable());
  CHECK_FALSE(tag.updated_at.has_value());
}

TEST_CASE("tag_type = state: version and state are set, and the tag is not movable") {
  const VersionTag tag = state_tag(version("api/v1.2.3"), State::stable, tagged);
  CHECK(tag.tag_name == "api/v1.2.3-stable");
  CHECK(tag.tag_type == TagType::state);
  CHECK(tag.sub_project_path == "api");
  CHECK(tag.version == version("api/v1.2.3"));
  CHECK(tag.state == State::stable);
  CHECK(tag.environment.empty());
  CHECK(tag.commit_sha == tagged);
  CHECK_FALSE(tag.is_movable());
  CHECK_FALSE(tag.updated_at.has_value());
}

TEST_CASE("tag_type = environment: the environment is set, and the tag is movable") {
  const VersionTag tag = environment_tag("api", "production", tagged);
  CHECK(tag.tag_name == "api/production");
  CHECK(tag.tag_type == TagType::environment);
  CHECK(tag.sub_project_path == "api");
  CHECK_FALSE(tag.version.has_value());
  CHECK_FALSE(tag.state.has_value());
  CHECK(tag.environment == "production");
  CHECK(tag.commit_sha == tagged);
  CHECK(tag.is_movable());
  CHECK(environment_tag("", "production", tagged).tag_name == "production");
}

TEST_CASE("a tag's type is written in the data model's words") {
  CHECK(to_string(TagType::version) == "version");
  CHECK(to_string(TagType::environment) == "environment");
  CHECK(to_string(TagType::state) == "state");
}

TEST_CASE("a tag's name says what it is, in the root project") {
  struct Row {
    std::string_view rule, name;
    Kind kind;
  };
  for (const Row& row : {
           Row{"version tags match v\\d+.\\d+.\\d+", "v1.2.3", Kind::version},
           Row{"a version may have a pre-release", "v1.2.3-rc.1", Kind::version},
           Row{"a pre-release may be an environment's name", "v1.2.3-production", Kind::version},
           Row{"a state suffix comes first", "v1.2.3-stable", Kind::state},
           Row{"a state suffix comes first", "v1.2.3-unstable", Kind::state},
           Row{"a state suffix comes first", "v1.2.3-deprecated", Kind::state},
           Row{"a state behind a pre-release", "v1.2.3-rc.1-stable", Kind::ambiguous},
           Row{"a state behind a dash too many", "v1.2.3--stable", Kind::ambiguous},
           Row{"one of the five environments", "production", Kind::environment},
           Row{"an environment with a folder", "qa", Kind::environment},
           Row{"an environment without a folder", "demo", Kind::other},
           Row{"an alias", "v1", Kind::other},
           Row{"an alias", "v1.2", Kind::other},
           Row{"no v", "1.2.3", Kind::other},
           Row{"build metadata", "v1.2.3+5", Kind::other},
           Row{"a leading zero", "v1.02.3", Kind::other},
           Row{"a number beyond 64 bits", "v99999999999999999999.0.0", Kind::other},
           Row{"another sub-project's", "api/v1.2.3", Kind::other},
           Row{"another sub-project's", "api/production", Kind::other},
           Row{"a state in upper case is a pre-release", "v1.2.3-Stable", Kind::version},
           Row{"nothing", "", Kind::other},
           Row{"a path of nothing", "/v1.2.3", Kind::other},
       }) {
    CAPTURE(row.rule);
    CAPTURE(row.name);
    CHECK(classify(row.name, "", configured).kind == row.kind);
  }
}

TEST_CASE("a tag's name carries its version, state or environment") {
  const TagName state = classify("api/v1.2.3-stable", "api", configured);
  CHECK(state.version == version("api/v1.2.3"));
  CHECK(state.state == State::stable);
  const TagName release = classify("api/v1.2.3", "api", configured);
  CHECK(release.version == version("api/v1.2.3"));
  CHECK_FALSE(release.state.has_value());
  const TagName environment = classify("api/production", "api", configured);
  CHECK(environment.environment == "production");
  CHECK_FALSE(environment.version.has_value());
  CHECK_FALSE(classify("v1.2.3-rc.1-stable", "", configured).version.has_value());
}

TEST_CASE("a sub-project's tags stand directly beneath it") {
  for (const std::string_view name :
       {"v1.2.3", "apiv1.2.3", "api-v1.2.3", "api", "api/", "api-2/v1.2.3", "api/web/v1.2.3",
        "web/api/v1.2.3", "API/v1.2.3", "api//v1.2.3", "production"}) {
    CAPTURE(name);
    CHECK(classify(name, "api", configured).kind == Kind::other);
  }
  CHECK(classify("web/api/v1.2.3", "web/api", configured).kind == Kind::version);
}

TEST_CASE("where names are not checked, a name of the form is an environment's") {
  const EnvironmentNames unchecked({}, EnvironmentNames::Unlisted::allowed);
  CHECK(classify("demo", "", unchecked).kind == Kind::environment);
  CHECK(classify("v1", "", unchecked).kind == Kind::other);
  CHECK(classify("global", "", unchecked).kind == Kind::other);
}

TEST_CASE("what a tag is named, it is read back as") {
  for (const State state : {State::stable, State::unstable, State::deprecated}) {
    const TagName read = classify(state_tag_name(version("api/v1.2.3"), state), "api", configured);
    CHECK(read.kind == Kind::state);
    CHECK(read.state == state);
    CHECK(read.version == version("api/v1.2.3"));
  }
}

TEST_CASE("a version named for an environment needs that environment's folder") {
  CHECK(check_creatable(version("v1.2.3"), configured).has_value());
  CHECK(check_creatable(version("v1.2.3-rc.1"), configured).has_value());
  CHECK(check_creatable(version("v1.2.3-demo"), configured).has_value());
  CHECK(check_creatable(version("v1.2.3-qa"), configured).has_value());
  const auto refused = check_creatable(version("api/v1.2.3-production"), configured);
  REQUIRE_FALSE(refused.has_value());
  CHECK(refused.error().code == ReasonCode::environment_not_configured);
  CHECK(refused.error().message == Containing("'api/v1.2.3-production'"));
  CHECK(refused.error().hint == Containing("mkdir -p environments/production"));
}

TEST_CASE("a person may leave out the v and the sub-project, or give the whole ref") {
  struct Row {
    std::string_view sub_project, text, full;
  };
  for (const Row& row :
       {Row{"", "v1.2.3", "v1.2.3"}, Row{"", "1.2.3", "v1.2.3"},
        Row{"", "1.2.3-rc.1", "v1.2.3-rc.1"}, Row{"api", "v1.2.3", "api/v1.2.3"},
        Row{"api", "1.2.3", "api/v1.2.3"}, Row{"api", "api/v1.2.3", "api/v1.2.3"},
        Row{"a/b", "a/b/v1.2.3", "a/b/v1.2.3"}, Row{"", "refs/tags/v1.2.3", "v1.2.3"},
        Row{"api", "refs/tags/v1.2.3", "api/v1.2.3"},
        Row{"api", "refs/tags/api/v1.2.3", "api/v1.2.3"}}) {
    CAPTURE(row.text);
    const auto read = version_in(row.sub_project, row.text);
    REQUIRE(read.has_value());
    CHECK(read->str() == row.full);
  }
}

TEST_CASE("a version of another sub-project is refused, naming both") {
  const auto other = version_in("api", "web/v1.2.3");
  REQUIRE_FALSE(other.has_value());
  CHECK(other.error().code == ReasonCode::invalid_input);
  CHECK(other.error().message == Containing("'web'"));
  CHECK(other.error().message == Containing("'api'"));
  CHECK(other.error().hint == Containing("set sub_project to web"));
  const auto root = version_in("", "web/v1.2.3");
  REQUIRE_FALSE(root.has_value());
  CHECK(root.error().message == Containing("the root project"));
  CHECK_FALSE(version_in("a", "a/b/v1.2.3").has_value());
}

TEST_CASE("what is no version is refused however it is given") {
  for (const std::string_view text :
       {"", "v", "1", "1.2", "vv1.2.3", "v1.2.3-stable", "1.2.3-stable", "api/1.2.3", "/v1.2.3",
        "api/", "latest", "1.2.3+5", " 1.2.3", "refs/tags/", "refs/heads/v1.2.3"}) {
    CAPTURE(text);
    const auto read = version_in("api", text);
    REQUIRE_FALSE(read.has_value());
    CHECK(read.error().code == ReasonCode::invalid_input);
  }
}
