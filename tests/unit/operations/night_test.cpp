#include <doctest/doctest.h>

#include <algorithm>
#include <memory>
#include <ostream>

#include "containing.hpp"
#include "project.hpp"

using namespace shiptag;
using namespace shiptag::tests;
using fakes::commit;
using fakes::commit_of;

TEST_SUITE_BEGIN("operations/what a tired person needs");

namespace {

operations::RollbackRequest rollback_of_production() {
  operations::RollbackRequest request;
  request.environment = "production";
  return request;
}

bool warns_of(const domain::Outcome& outcome, const std::string& words) {
  return std::ranges::any_of(outcome.notices, [&](const domain::Notice& notice) {
    return notice.message.find(words) != std::string::npos;
  });
}

}  // namespace

TEST_CASE("a state on another commit than its version counts for nothing, and is named") {
  Project project;
  project.has_versions({"v1.0.1", "v1.0.2", "v1.0.3"});
  for (const char* const version : {"v1.0.1", "v1.0.2", "v1.0.3"})
    CHECK(project.deploy(version).decision == Decision::done);
  project.tags.put_lightweight("v1.0.1-stable", commit('f'));
  const auto outcome = operations::rollback(rollback_of_production(), project.ports);
  CHECK(output(outcome, "target_version") == "v1.0.2");
  CHECK(warns_of(outcome, "v1.0.1-stable is on commit " + commit('f').hex()));
}

TEST_CASE("a deprecation on another commit keeps no version from being deployed") {
  Project project;
  project.has_versions({"v1.0.1"});
  project.tags.put_lightweight("v1.0.1-deprecated", commit('f'));
  const auto outcome = project.deploy("v1.0.1");
  CHECK(verdict(outcome) == "done/created");
  CHECK(warns_of(outcome, "v1.0.1-deprecated"));
}

TEST_CASE("no override makes a rollback go to a higher version: that is a deployment") {
  Project project;
  project.run.override_allowed = true;
  project.has_versions({"v1.0.1", "v1.0.2"});
  CHECK(verdict(project.deploy("v1.0.1")) == "done/created");
  auto request = rollback_of_production();
  request.target_version = "v1.0.2";
  request.override_reason = "it must go up";
  const auto outcome = operations::rollback(request, project.ports);
  CHECK(verdict(outcome) == "refused/not_lower");
  CHECK(outcome.hint == Containing("operation: deploy"));
}

TEST_CASE("a tag that was set by hand says what runs, as long as nothing was deployed") {
  Project project;
  project.has_versions({"v1.0.1", "v1.0.2"});
  operations::TagRequest set;
  set.tag_type = domain::TagType::environment;
  set.environment = "production";
  set.version = "v1.0.2";
  CHECK(verdict(operations::tag(set, project.ports)) == "done/created");
  const auto lower = project.deploy("v1.0.1");
  CHECK(verdict(lower) == "refused/stale");
  CHECK(lower.headline == Containing("v1.0.2"));
  CHECK(output(project.deploy("v1.0.2"), "previous_version") == "v1.0.2");
}

TEST_CASE("an environment tag that somebody replaced is named by every operation") {
  const auto replaced = [] {
    auto project = std::make_unique<Project>();
    project->has_versions({"v1.0.1", "v1.0.2"});
    CHECK(verdict(project->deploy("v1.0.1")) == "done/created");
    project->tags.put_lightweight("production", commit_of("v1.0.1"));
    return project;
  };
  const std::string words = "production has no ledger: it was created or moved by hand";
  CHECK(warns_of(replaced()->deploy("v1.0.2"), words));
  auto held = replaced();
  operations::HoldRequest hold;
  hold.environment = "production";
  hold.reason = "it burns";
  CHECK(warns_of(operations::hold(hold, held->ports), words));
  auto open = replaced();
  operations::ResumeRequest resume;
  resume.environment = "production";
  CHECK(warns_of(operations::resume(resume, open->ports), words));
  Project first;
  first.has_versions({"v1.0.1"});
  CHECK(first.deploy("v1.0.1").notices.empty());
}

TEST_SUITE_END();
