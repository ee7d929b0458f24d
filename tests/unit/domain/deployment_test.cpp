#include "domain/deployment.hpp"

#include <doctest/doctest.h>

#include <map>
#include <ostream>
#include <set>
#include <vector>

#include "containing.hpp"

using namespace shiptag::domain;
using shiptag::ReasonCode;
using shiptag::Timestamp;
using enum shiptag::domain::DeploymentStatus;
using shiptag::tests::Containing;

namespace {

constexpr Timestamp earlier{1000};
constexpr Timestamp later{2000};
const std::vector<DeploymentStatus> all_statuses = {queued, in_progress, succeeded, failed,
                                                    cancelled};

Deployment queued_deployment() {
  return {.deployment_id = "deploy-20251121-103045-abc123",
          .version = Version::parse("api/v1.2.3").value(),
          .environment = "production"};
}

Deployment running_deployment() {
  Deployment deployment = queued_deployment();
  REQUIRE(deployment.become(in_progress, earlier).has_value());
  return deployment;
}

Deployment deployment_that_is(DeploymentStatus status) {
  if (status == queued) return queued_deployment();
  Deployment deployment = running_deployment();
  if (status != in_progress) REQUIRE(deployment.become(status, later).has_value());
  return deployment;
}

}  // namespace

TEST_CASE("a deployment's status changes only as the data model says") {
  const std::map<DeploymentStatus, std::set<DeploymentStatus>> transitions = {
      {queued, {in_progress, cancelled}},
      {in_progress, {succeeded, failed, cancelled}},
      {succeeded, {}},
      {failed, {}},
      {cancelled, {}}};
  for (const DeploymentStatus from : all_statuses)
    for (const DeploymentStatus to : all_statuses) {
      CAPTURE(to_string(from));
      CAPTURE(to_string(to));
      Deployment deployment = deployment_that_is(from);
      const auto became = deployment.become(to, later);
      CHECK(became.has_value() == transitions.at(from).contains(to));
      CHECK(deployment.status == (became ? to : from));
    }
}

TEST_CASE("a transition that there is none for changes nothing and names both states") {
  Deployment deployment = queued_deployment();
  const auto became = deployment.become(succeeded, later);
  REQUIRE_FALSE(became.has_value());
  CHECK(became.error().code == ReasonCode::internal);
  CHECK(became.error().message == Containing("from queued to succeeded"));
  CHECK_FALSE(deployment.completed_at.has_value());
}

TEST_CASE("status starts as queued") {
  CHECK(Deployment{}.status == queued);
}

TEST_CASE("started_at is set when status changes to in_progress") {
  CHECK_FALSE(queued_deployment().started_at.has_value());
  CHECK(running_deployment().started_at == earlier);
  CHECK_FALSE(running_deployment().completed_at.has_value());
}

TEST_CASE("completed_at is set when status changes to a terminal state") {
  for (const DeploymentStatus end : {succeeded, failed, cancelled}) {
    CAPTURE(to_string(end));
    Deployment deployment = running_deployment();
    REQUIRE(deployment.become(end, later).has_value());
    CHECK(deployment.completed_at == later);
    CHECK(deployment.started_at == earlier);
  }
}

TEST_CASE("a deployment cancelled in the queue never started") {
  Deployment deployment = queued_deployment();
  REQUIRE(deployment.become(cancelled, later).has_value());
  CHECK(deployment.completed_at == later);
  CHECK_FALSE(deployment.started_at.has_value());
}

TEST_CASE("a status is written in the data model's words, and reads back") {
  const std::vector<std::string_view> words = {"queued", "in_progress", "succeeded", "failed",
                                               "cancelled"};
  for (std::size_t i = 0; i < all_statuses.size(); ++i) {
    CHECK(to_string(all_statuses[i]) == words[i]);
  }
}

TEST_CASE("succeeded, failed and cancelled are terminal") {
  for (const DeploymentStatus status : all_statuses) {
    CAPTURE(to_string(status));
    CHECK(is_terminal(status) == (status != queued && status != in_progress));
  }
}

TEST_CASE("a job's status says what became of the deployment") {
  CHECK(status_from_job("success") == succeeded);
  CHECK(status_from_job("failure") == failed);
  CHECK(status_from_job("cancelled") == cancelled);
  CHECK(status_from_job("skipped") == cancelled);
  for (const auto* word : {"", "succeeded", "failed", "Success", "success\n"}) {
    CAPTURE(word);
    const auto status = status_from_job(word);
    REQUIRE_FALSE(status.has_value());
    CHECK(status.error().code == ReasonCode::invalid_input);
    CHECK(status.error().message.starts_with("job_status '"));
    CHECK(status.error().message == Containing("success, failure, cancelled, or skipped"));
    CHECK(status.error().hint == Containing("job.status"));
  }
}

TEST_CASE("deployment_id is made of the operation, the second and what makes it unique") {
  const Timestamp time = Timestamp::parse("2025-11-21T10:30:45Z").value();
  CHECK(deployment_id("deploy", time, "abc123") == "deploy-20251121-103045-abc123");
  CHECK(deployment_id("deploy", time, "abc124") != deployment_id("deploy", time, "abc123"));
}

TEST_CASE("an id's suffix is what stands behind its last dash") {
  CHECK(identity_suffix("deploy-20251121-103045-abc123") == "abc123");
  CHECK(identity_suffix("deploy-").empty());
  CHECK(identity_suffix("deploy").empty());
  CHECK(identity_suffix("").empty());
}
