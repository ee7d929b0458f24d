#include <doctest/doctest.h>

#include <ostream>

#include "recorded_project.hpp"

using namespace shiptag;
using namespace shiptag::tests;
using domain::RecordState;
using operations::Phase;

TEST_SUITE_BEGIN("operations/phase: abandon");

namespace {

/// A run that was killed after its deployment was recorded as in progress.
struct Killed : RecordedProject {
  Killed() {
    has_versions({"v1.0.1"});
    CHECK(verdict(start("v1.0.1")) == "done/started");
  }
  domain::Outcome abandon(const char* job_status) {
    auto request = RecordedProject::request(Phase::abandon, "v1.0.1", "");
    request.this_job_status = job_status;
    return operations::deploy(request, ports);
  }
};

}  // namespace

TEST_CASE("what a killed run left in progress ends as its job did, and no tag moves") {
  Killed failed;
  const auto outcome = failed.abandon("failure");
  CHECK(verdict(outcome) == "done/recorded");
  CHECK(output(outcome, "status") == "failed");
  CHECK(failed.forge.records.front().state == RecordState::failed);
  CHECK(failed.writes() == 0);
  for (const char* const status : {"cancelled", "success"}) {
    CAPTURE(status);
    Killed other;
    CHECK(output(other.abandon(status), "status") == "cancelled");
  }
}

TEST_CASE("where the run left nothing in progress, there is nothing to end") {
  Killed project;
  project.in_run("43");
  project.asked();
  CHECK(verdict(project.abandon("failure")) == "unchanged/already_there");
  CHECK(project.asked() == "read");
  CHECK(project.forge.records.front().state == RecordState::in_progress);
}

TEST_CASE("a status that no job has is refused") {
  CHECK(verdict(Killed().abandon("lost")) == "refused/invalid_input");
}

TEST_SUITE_END();
