#include <doctest/doctest.h>

#include <functional>
#include <ostream>

#include "containing.hpp"
#include "project.hpp"

using namespace shiptag;
using namespace shiptag::tests;
using fakes::commit;
using fakes::commit_of;

TEST_SUITE_BEGIN("operations/tag of a version");

namespace {

operations::TagRequest named(const char* version, char at = 'a') {
  operations::TagRequest request;
  request.version = version;
  request.commit_sha = commit(at);
  return request;
}

operations::TagRequest bumped(domain::Bump bump, char at = 'a') {
  operations::TagRequest request;
  request.bump = bump;
  request.commit_sha = commit(at);
  return request;
}

}  // namespace

TEST_CASE("a version is tagged on its commit by the actor, naming the run, in two calls") {
  Project project;
  project.in_run("42");
  auto request = named("1.2.3");
  request.sub_project = "api";
  const auto outcome = operations::tag(request, project.ports);
  CHECK(verdict(outcome) == "done/created");
  CHECK(project.commit_at("api/v1.2.3") == commit('a').hex());
  CHECK(project.tags.message("api/v1.2.3") ==
        "api/v1.2.3\n\nCreated by octocat, https://git.example.com/org/repo/actions/runs/42\n");
  CHECK(project.tags.calls.size() == 2);
  CHECK(project.tags.listed.front() == std::vector<std::string>{"api/v1.2.3"});
  CHECK(output(outcome, "tag_name") == "api/v1.2.3");
  CHECK(output(outcome, "version") == "v1.2.3");
  CHECK(output(outcome, "full_version") == "api/v1.2.3");
  CHECK(output(outcome, "commit_sha") == commit('a').hex());
}

TEST_CASE("a version that is on the commit already is unchanged") {
  Project project;
  CHECK(verdict(operations::tag(named("v1.2.3"), project.ports)) == "done/created");
  CHECK(verdict(operations::tag(named("v1.2.3"), project.ports)) == "unchanged/already_there");
  CHECK(project.writes() == 1);
}

TEST_CASE("a version on another commit never moves") {
  Project project;
  project.has_versions({"v1.2.3"});
  const auto outcome = operations::tag(named("v1.2.3"), project.ports);
  CHECK(verdict(outcome) == "refused/immutable");
  CHECK(outcome.headline == Containing(commit_of("v1.2.3").hex()));
  CHECK(project.writes() == 0);
}

TEST_CASE("an override moves a version where it is permitted, and records the old object") {
  Project project;
  project.has_versions({"v1.2.3"});
  const auto old = project.tags.find("v1.2.3")->object.hex();
  auto request = named("v1.2.3");
  request.override_reason = "tagged the wrong commit";
  CHECK(verdict(operations::tag(request, project.ports)) == "refused/override_not_permitted");
  project.run.override_allowed = true;
  const auto outcome = operations::tag(request, project.ports);
  CHECK(verdict(outcome) == "done/moved");
  CHECK(project.commit_at("v1.2.3") == commit('a').hex());
  CHECK(project.tags.message("v1.2.3") ==
        Containing("Override by octocat: tagged the wrong commit\nMoved from " + old + "\n"));
  REQUIRE(outcome.notices.size() == 1);
  CHECK(outcome.notices.front().message == Containing("lifted immutable"));
}

TEST_CASE("a bump takes the next version, and a rerun gets the same one") {
  Project project;
  project.has_versions({"v1.2.3"});
  const auto first = operations::tag(bumped(domain::Bump::patch), project.ports);
  CHECK(verdict(first) == "done/created");
  CHECK(output(first, "version") == "v1.2.4");
  const auto again = operations::tag(bumped(domain::Bump::patch), project.ports);
  CHECK(verdict(again) == "unchanged/already_there");
  CHECK(again.headline == Containing("a bump never gives a commit a second version"));
  CHECK(output(again, "version") == "v1.2.4");
  CHECK(project.writes() == 1);
}

TEST_CASE("a bump that loses a race takes the next version") {
  Project project;
  project.has_versions({"v1.2.3"});
  project.tags.before_update = [&] { project.has_versions({"v1.2.4"}); };
  const auto outcome = operations::tag(bumped(domain::Bump::patch), project.ports);
  CHECK(verdict(outcome) == "done/created");
  CHECK(output(outcome, "version") == "v1.2.5");
  CHECK(project.commit_at("v1.2.5") == commit('a').hex());
}

TEST_CASE("a version that someone else created meanwhile on the same commit is unchanged") {
  Project project;
  project.tags.before_update = [&] {
    project.tags.put("v1.2.3", {commit('a'), {"monalisa", "monalisa@example.com"}, {}, "v1.2.3\n"});
  };
  CHECK(verdict(operations::tag(named("v1.2.3"), project.ports)) == "unchanged/already_there");
}

TEST_CASE("a race that never ends is a conflict") {
  Project project;
  int taken = 3;
  std::function<void()> take_next = [&] {
    project.has_versions({"v1.2." + std::to_string(++taken)});
    project.tags.before_update = take_next;
  };
  project.has_versions({"v1.2.3"});
  project.tags.before_update = take_next;
  CHECK(verdict(operations::tag(bumped(domain::Bump::patch), project.ports)) == "refused/conflict");
}

TEST_CASE("aliases follow the highest release of their line, in the same update") {
  Project project;
  project.has_versions({"v1.2.3", "v1.3.0"});
  auto request = named("v1.3.1");
  request.aliases = true;
  const auto outcome = operations::tag(request, project.ports);
  CHECK(verdict(outcome) == "done/created");
  CHECK(output(outcome, "aliases") == "v1, v1.3");
  CHECK(project.commit_at("v1") == commit('a').hex());
  CHECK(project.commit_at("v1.3") == commit('a').hex());
  CHECK(project.writes() == 1);

  auto older = named("v1.2.4", 'b');
  older.aliases = true;
  CHECK(output(operations::tag(older, project.ports), "aliases") == "v1.2");
  CHECK(project.commit_at("v1") == commit('a').hex());

  const auto again = operations::tag(request, project.ports);
  CHECK(verdict(again) == "unchanged/already_there");
  CHECK(output(again, "aliases") == "v1, v1.3");
}

TEST_CASE("aliases that are missing are made up for on a rerun") {
  Project project;
  CHECK(verdict(operations::tag(named("v1.0.0"), project.ports)) == "done/created");
  auto request = named("v1.0.0");
  request.aliases = true;
  CHECK(verdict(operations::tag(request, project.ports)) == "done/moved");
  CHECK(project.commit_at("v1") == commit('a').hex());
}

TEST_CASE("what is wrong with the request is said before anything is asked of the server") {
  struct Row {
    const char* rule;
    std::function<void(operations::TagRequest&)> change;
    const char* says;
  };
  const Row rows[] = {
      {"neither version nor bump", [](auto& r) { r.version.clear(); }, "neither version nor bump"},
      {"both", [](auto& r) { r.bump = domain::Bump::patch; }, "both given"},
      {"no commit", [](auto& r) { r.commit_sha.reset(); }, "commit_sha is not given"},
      {"no version", [](auto& r) { r.version = "1.2"; }, "1.2"},
      {"another sub-project",
       [](auto& r) {
         r.sub_project = "api";
         r.version = "web/v1.2.3";
       },
       "web"},
      {"a state", [](auto& r) { r.version = "v1.2.3-stable"; }, "stable"},
      {"a sub-project that is an environment", [](auto& r) { r.sub_project = "production"; },
       "production"},
      {"delete", [](auto& r) { r.remove = true; }, "delete"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.rule);
    Project project;
    auto request = named("v1.2.3");
    row.change(request);
    const auto outcome = operations::tag(request, project.ports);
    CHECK(verdict(outcome) == "refused/invalid_input");
    CHECK(outcome.headline == Containing(row.says));
    CHECK(project.tags.calls.empty());
  }
}

TEST_CASE("a pre-release named like an environment needs that environment's folder") {
  Project project;
  CHECK(verdict(operations::tag(named("v1.2.3-production"), project.ports)) ==
        "refused/environment_not_configured");
  project.environments.folders = {"production"};
  CHECK(verdict(operations::tag(named("v1.2.3-production"), project.ports)) == "done/created");
}

TEST_CASE("a version that names its sub-project need not have it named again") {
  Project project;
  const auto outcome = operations::tag(named("api/v1.2.3"), project.ports);
  CHECK(verdict(outcome) == "done/created");
  CHECK(project.commit_at("api/v1.2.3") == commit('a').hex());
}

TEST_CASE("tags that look like states of pre-releases are told of and left alone") {
  Project project;
  project.tags.put_lightweight("v1.0.0-rc.1-stable", commit('b'));
  const auto outcome = operations::tag(bumped(domain::Bump::patch), project.ports);
  CHECK(output(outcome, "version") == "v0.1.0");
  REQUIRE(outcome.notices.size() == 1);
  CHECK(outcome.notices.front().message == Containing("v1.0.0-rc.1-stable"));
}

TEST_CASE("a dry run says what would be, and writes nothing") {
  Project project;
  auto request = named("v1.2.3");
  request.dry_run = true;
  const auto outcome = operations::tag(request, project.ports);
  CHECK(verdict(outcome) == "planned/created");
  CHECK(project.writes() == 0);
  project.has_versions({"v1.2.3"});
  CHECK(verdict(operations::tag(request, project.ports)) == "refused/immutable");
}

TEST_CASE("what the server refuses is passed on") {
  Project project;
  project.tags.fail_next(fakes::FakeTagStore::Call::update,
                         {ReasonCode::rejected_by_server, "no", "ask", "GH013"});
  const auto outcome = operations::tag(named("v1.2.3"), project.ports);
  CHECK(verdict(outcome) == "refused/rejected_by_server");
  CHECK(outcome.detail == "GH013");
}

TEST_SUITE_END();
