#include "domain/bump.hpp"

#include <doctest/doctest.h>

#include <ostream>
#include <string>
#include <vector>

#include "containing.hpp"

using namespace shiptag::domain;
using shiptag::ReasonCode;
using Where = VersionSurvey::Where;
using shiptag::tests::Containing;

namespace {

struct Row {
  std::string rule;
  std::vector<std::string> tags;
  std::string bump, next;
  std::string within = {}, id = "rc", initial = {};
};

BumpRequest request_of(const Row& row, std::string_view sub_project = {}) {
  BumpRequest request;
  request.bump = bump_from(row.bump).value();
  request.sub_project = sub_project;
  request.prerelease_id = row.id;
  if (!row.within.empty()) request.within = ReleaseLine::parse(row.within).value();
  if (!row.initial.empty()) request.initial_version = Version::parse(row.initial).value();
  return request;
}

/// The next version, or the message that there is none.
std::string next_of(const Row& row, bool reversed) {
  VersionSurvey survey(request_of(row));
  std::vector<std::string> tags = row.tags;
  if (reversed) tags.assign(row.tags.rbegin(), row.tags.rend());
  for (const std::string& tag : tags) survey.add(Version::parse(tag).value(), Where::elsewhere);
  const auto next = survey.next();
  if (next) return next->str();
  CHECK(next.error().code == ReasonCode::invalid_input);
  CHECK_FALSE(next.error().hint.empty());
  return next.error().message;
}

/// A listing has no promised order, so each row is tried both ways round.
void check_row(const Row& row) {
  CAPTURE(row.rule);
  CAPTURE(row.bump);
  CHECK(next_of(row, false) == row.next);
  CHECK(next_of(row, true) == row.next);
}

void check_refused_row(const Row& row) {
  CAPTURE(row.rule);
  CHECK(next_of(row, false) == Containing(row.next));
}

void check(const std::vector<Row>& rows) {
  for (const Row& row : rows) check_row(row);
}

void check_refused(const std::vector<Row>& rows) {
  for (const Row& row : rows) check_refused_row(row);
}

constexpr auto highest = "18446744073709551615";

}  // namespace

TEST_CASE("a release bump counts from the highest release") {
  check({
      {"the patch", {"v1.2.3", "v1.2.2", "v0.9.9"}, "patch", "v1.2.4"},
      {"the minor, patch back to zero", {"v1.2.3", "v1.10.2"}, "minor", "v1.11.0"},
      {"the major, all else back to zero", {"v1.2.3"}, "major", "v2.0.0"},
      {"numbers as numbers", {"v1.2.9", "v1.2.10"}, "patch", "v1.2.11"},
      {"pre-releases do not count", {"v1.2.3", "v2.0.0-rc.1"}, "patch", "v1.2.4"},
      {"not even of the next one", {"v1.2.3", "v1.2.4-rc.7"}, "patch", "v1.2.4"},
  });
}

TEST_CASE("without a release the highest pre-release is finished") {
  check({
      {"by a patch", {"v1.2.3-rc.1", "v1.2.2-rc.9"}, "patch", "v1.2.3"},
      {"by a minor", {"v1.2.3-rc.1"}, "minor", "v1.2.3"},
      {"by a major, whatever its id", {"v1.2.3-beta"}, "major", "v1.2.3"},
  });
}

TEST_CASE("without any version it is the initial version") {
  check({
      {"v0.1.0 by default", {}, "major", "v0.1.0"},
      {"as given", {}, "patch", "v1.0.0", "", "rc", "v1.0.0"},
      {"a pre-release belongs to it", {}, "prerelease", "v0.1.0-rc.1"},
      {"as given", {}, "premajor", "v1.0.0-beta.1", "", "beta", "v1.0.0"},
      {"a line's first", {}, "patch", "v1.1.0", "v1.1"},
      {"a line's first", {}, "patch", "v1.0.0", "v1"},
      {"a line's first, others left out", {"v1.0.0", "v1.2.0"}, "patch", "v1.1.0", "v1.1"},
      {"a line's first as given", {}, "patch", "v1.1.7", "v1.1", "rc", "v1.1.7"},
      {"a line's first pre-release", {}, "preminor", "v1.1.0-rc.1", "v1.1"},
      {"needed only then", {"v3.0.0"}, "patch", "v3.0.1", "", "rc", "v1.0.0-rc.1"},
  });
  check_refused({
      {"outside the line", {}, "patch", "v2.0.0 is not within v1.1", "v1.1", "rc", "v2.0.0"},
      {"a pre-release", {}, "patch", "'v1.0.0-rc.1' is a pre-release", "", "rc", "v1.0.0-rc.1"},
  });
}

TEST_CASE("premajor, preminor and prepatch count from the highest release") {
  check({
      {"the major", {"v1.2.3"}, "premajor", "v2.0.0-rc.1"},
      {"the minor", {"v1.2.3"}, "preminor", "v1.3.0-rc.1"},
      {"the patch", {"v1.2.3"}, "prepatch", "v1.2.4-rc.1"},
      {"the next free number", {"v1.2.3", "v1.2.4-rc.1", "v1.2.4-rc.2"}, "prepatch", "v1.2.4-rc.3"},
      {"gaps stay gaps", {"v1.2.3", "v1.2.4-rc.9"}, "prepatch", "v1.2.4-rc.10"},
      {"numbers as numbers", {"v1.2.3", "v2.0.0-rc.10", "v2.0.0-rc.9"}, "premajor", "v2.0.0-rc.11"},
      {"other ids count for themselves", {"v1.2.3", "v1.3.0-beta.4"}, "preminor", "v1.3.0-rc.1"},
      {"above what only begins so", {"v1.2.3", "v1.2.4-rc.1.5"}, "prepatch", "v1.2.4-rc.2"},
      {"other cores count for themselves", {"v1.2.3", "v1.2.5-rc.4"}, "prepatch", "v1.2.4-rc.1"},
      {"an id of several words",
       {"v1.2.3", "v1.2.4-beta.x.2"},
       "prepatch",
       "v1.2.4-beta.x.3",
       "",
       "beta.x"},
      {"a pre-release of what is released", {"v1.2.3-rc.5", "v1.2.3"}, "prepatch", "v1.2.4-rc.1"},
  });
}

TEST_CASE("without a release they count from the highest pre-release") {
  check({
      {"the major", {"v1.2.3-rc.1"}, "premajor", "v2.0.0-rc.1"},
      {"the minor", {"v1.2.3-rc.1"}, "preminor", "v1.3.0-rc.1"},
      {"the patch", {"v1.2.3-rc.1", "v1.2.2-rc.7"}, "prepatch", "v1.2.4-rc.1"},
  });
}

TEST_CASE("prerelease goes on with the highest version, or is prepatch") {
  check({
      {"goes on", {"v1.2.3", "v1.3.0-rc.1"}, "prerelease", "v1.3.0-rc.2"},
      {"without a release too", {"v1.3.0-rc.1"}, "prerelease", "v1.3.0-rc.2"},
      {"a release is the highest", {"v1.2.3", "v1.2.3-rc.1"}, "prerelease", "v1.2.4-rc.1"},
      {"another id begins at that core", {"v1.2.3", "v1.3.0-beta.4"}, "prerelease", "v1.3.0-rc.1"},
      {"another id, next free", {"v1.3.0-beta.2", "v1.3.0-rc.4"}, "prerelease", "v1.3.0-rc.5"},
      {"another spelling goes on", {"v0.13.0-rc1"}, "prerelease", "v0.13.0-rc2"},
      {"also beside the usual one", {"v0.13.0-rc1", "v0.13.0-rc.5"}, "prerelease", "v0.13.0-rc2"},
      {"a bare id gets a number", {"v1.3.0-rc"}, "prerelease", "v1.3.0-rc.1"},
      {"only the highest core", {"v1.3.0-rc.8", "v1.4.0-rc.1"}, "prerelease", "v1.4.0-rc.2"},
      {"within a line",
       {"v1.1.4", "v1.1.5-rc.1", "v1.2.0-rc.6"},
       "prerelease",
       "v1.1.5-rc.2",
       "v1.1"},
  });
}

TEST_CASE("a pre-release that would be lower than one of its version is refused") {
  struct Row {
    std::string existing, id;
  };
  for (const Row& row :
       {Row{"v1.3.0-rc9", "rc"}, Row{"v1.3.0-rc.2", "beta"}, Row{"v1.3.0-rc.2.1", "beta"},
        Row{"v1.3.0-zeta", "rc"}, Row{"v1.3.0-rc2.7", "rc"}}) {
    CAPTURE(row.existing);
    VersionSurvey survey(request_of({"", {}, "prerelease", "", "", row.id}));
    survey.add(Version::parse(row.existing).value(), Where::elsewhere);
    const auto next = survey.next();
    REQUIRE_FALSE(next.has_value());
    CHECK(next.error().code == shiptag::ReasonCode::conflict);
    CHECK(next.error().message.find(row.existing) != std::string::npos);
    CHECK(next.error().hint.find("v1.3.0") != std::string::npos);
  }
}

TEST_CASE("within a line nothing else counts") {
  check({
      {"a patch of v1.1", {"v1.1.4", "v1.2.0", "v2.0.0"}, "patch", "v1.1.5", "v1.1"},
      {"a minor of v1", {"v1.1.4", "v1.2.0", "v2.0.0"}, "minor", "v1.3.0", "v1"},
      {"a pre-release of v1", {"v1.2.0", "v2.0.0-rc.3"}, "preminor", "v1.3.0-rc.1", "v1"},
      {"a line's pre-release is finished", {"v1.1.0-rc.1", "v1.2.0"}, "patch", "v1.1.0", "v1.1"},
  });
  check_refused({
      {"a major leaves v1", {"v1.2.3"}, "major", "v2.0.0 is not within v1", "v1"},
      {"a premajor leaves v1", {"v1.2.3"}, "premajor", "v2.0.0 is not within v1", "v1"},
      {"a minor leaves v1.1", {"v1.1.3"}, "minor", "v1.2.0 is not within v1.1", "v1.1"},
      {"a preminor leaves v1.1", {"v1.1.3"}, "preminor", "v1.2.0 is not within v1.1", "v1.1"},
  });
}

TEST_CASE("a number that would not fit 64 bits is refused, naming the version") {
  const std::string n = highest;
  check_refused({
      {"patch", {"v1.2." + n}, "patch", "follow v1.2." + n + ": its PATCH"},
      {"minor", {"v1." + n + ".0"}, "preminor", "follow v1." + n + ".0: its MINOR"},
      {"major", {"v" + n + ".0.0"}, "major", "follow v" + n + ".0.0: its MAJOR"},
      {"the pre-release's", {"v1.0.0-rc." + n}, "prerelease", "follow v1.0.0-rc." + n},
      {"one beyond 64 bits", {"v1.0.0-rc." + n + "0"}, "prerelease", "follow v1.0.0-rc." + n},
  });
  check({{"room in front", {"v1.2." + n}, "minor", "v1.3.0"},
         {"the last one", {"v1.2.18446744073709551614"}, "patch", "v1.2." + n}});
}

TEST_CASE("another sub-project's versions do not count") {
  VersionSurvey survey(request_of({"", {}, "patch", ""}, "api"));
  for (const auto* tag : {"v9.0.0", "web/v8.0.0", "api/v1.2.3", "api/x/v7.0.0"})
    survey.add(Version::parse(tag).value(), Where::elsewhere);
  CHECK(survey.next()->str() == "api/v1.2.4");
}

TEST_CASE("a commit that carries such a version already keeps it") {
  struct Commit {
    std::string rule, bump;
    std::vector<std::string> on_it;
    std::string found;  ///< Empty: none, so the bump makes one.
    std::string within = {};
  };
  for (const Commit& row : std::vector<Commit>{
           {"a release, for a release bump", "patch", {"v1.2.3"}, "v1.2.3"},
           {"the highest of several", "major", {"v1.2.3", "v1.10.0", "v1.9.0"}, "v1.10.0"},
           {"no pre-release, for a release bump", "patch", {"v1.2.3-rc.1"}, ""},
           {"a pre-release with the id",
            "prerelease",
            {"v1.2.3-rc.2", "v1.2.3-rc.10"},
            "v1.2.3-rc.10"},
           {"the id alone", "prepatch", {"v1.2.3-rc"}, "v1.2.3-rc"},
           {"the id and a number", "prerelease", {"v1.2.3-rc4"}, "v1.2.3-rc4"},
           {"another id", "prerelease", {"v1.2.3-beta.2", "v1.2.3-rcx.1"}, ""},
           {"no release, for a pre-release bump", "premajor", {"v1.2.3"}, ""},
           {"none outside the line", "patch", {"v2.0.0"}, "", "v1"},
           {"one inside the line", "patch", {"v2.0.0", "v1.5.0"}, "v1.5.0", "v1"},
           {"none of another sub-project", "patch", {"api/v1.0.0"}, ""},
       }) {
    CAPTURE(row.rule);
    VersionSurvey survey(request_of({"", {}, row.bump, "", row.within}));
    survey.add(Version::parse("v1.99.0").value(), Where::elsewhere);
    survey.add(Version::parse("v1.99.1-rc.1").value(), Where::elsewhere);
    for (const std::string& tag : row.on_it)
      survey.add(Version::parse(tag).value(), Where::on_the_commit);
    const auto found = survey.already_there();
    CHECK((found ? found->str() : "") == row.found);
  }
}

TEST_CASE("an id that cannot start a pre-release is refused") {
  for (const auto* id : {"rc", "beta.x", "0a", "x-1", "a.1"}) {
    CAPTURE(id);
    CHECK(check_prerelease_id(id).has_value());
  }
  for (const auto* id : {"", "1", "1.2", "rc.", ".rc", "rc..x", "r c", "rc+1", "01", "stable",
                         "unstable", "x-deprecated", "rc/x", "x.lock"}) {
    CAPTURE(id);
    const auto checked = check_prerelease_id(id);
    REQUIRE_FALSE(checked.has_value());
    CHECK(checked.error().code == ReasonCode::invalid_input);
    CHECK(checked.error().message.starts_with("prerelease_id '"));
    CHECK(next_of({"", {}, "prerelease", "", "", id}, false) == checked.error().message);
  }
}

TEST_CASE("a line is one number or two behind a v") {
  CHECK(ReleaseLine::parse("v1")->str() == "v1");
  CHECK(ReleaseLine::parse("v0.12")->str() == "v0.12");
  for (const auto* text : {"", "v", "1", "1.2", "v1.", "v1.2.3", "v1.x", "v01", "v1.02", "v1-rc",
                           "v1.2 ", "v18446744073709551616"}) {
    CAPTURE(text);
    const auto line = ReleaseLine::parse(text);
    REQUIRE_FALSE(line.has_value());
    CHECK(line.error().code == ReasonCode::invalid_input);
    CHECK(line.error().message.starts_with("within '"));
  }
}

TEST_CASE("bumps are read by their words") {
  CHECK(bump_from("major") == Bump::major);
  CHECK(bump_from("minor") == Bump::minor);
  CHECK(bump_from("patch") == Bump::patch);
  CHECK(bump_from("premajor") == Bump::premajor);
  CHECK(bump_from("preminor") == Bump::preminor);
  CHECK(bump_from("prepatch") == Bump::prepatch);
  CHECK(bump_from("prerelease") == Bump::prerelease);
  for (const auto* word : {"", "auto", "Major", "patch "}) CHECK_FALSE(bump_from(word).has_value());
}
