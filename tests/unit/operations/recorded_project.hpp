#pragma once
#include <doctest/doctest.h>

#include <string>
#include <utility>
#include <vector>

#include "fakes/fake_forge.hpp"
#include "project.hpp"

namespace shiptag::tests {

/// A project whose deployments a forge records too, and run 42 of a workflow in it.
class RecordedProject : public Project {
 public:
  fakes::FakeForge forge;

  RecordedProject() {
    in_run("42");
    ports.forge.emplace(operations::Forge{forge, forge, forge});
  }

  domain::Outcome start(const std::string& version, const std::string& region = {}) {
    return operations::deploy(request(operations::Phase::start, version, region), ports);
  }
  domain::Outcome complete(const std::string& version, const std::string& region = {}) {
    return operations::deploy(request(operations::Phase::complete, version, region), ports);
  }
  domain::Outcome finish(const domain::Outcome& started, const char* job_status) {
    auto finish = request(operations::Phase::finish, "", "");
    finish.environment.clear();
    finish.deployment_state = output(started, "deployment_state");
    finish.job_status = job_status;
    return started.operation == "rollback" ? operations::rollback(as_rollback(finish), ports)
                                           : operations::deploy(finish, ports);
  }
  /// Deploys each of `versions` in a run of its own, 42 and on; the next run is under way then.
  void has_deployed(const std::vector<std::string>& versions) {
    has_versions(versions);
    bool done = true;
    for (const std::string& version : versions) {
      done = complete(version).decision == Decision::done && done;
      in_run(std::to_string(std::stoi(run.run_id) + 1));
    }
    REQUIRE(done);
  }
  domain::Outcome roll_back(operations::Phase phase = operations::Phase::complete) {
    operations::RollbackRequest rollback;
    rollback.environment = "production";
    rollback.phase = phase;
    return operations::rollback(rollback, ports);
  }

  [[nodiscard]] static operations::DeployRequest request(operations::Phase phase,
                                                         const std::string& version,
                                                         const std::string& region) {
    operations::DeployRequest request;
    request.environment = "production";
    request.version = version;
    request.region = region;
    request.phase = phase;
    return request;
  }

  /// What was asked of the forge since the last call: `read group open change`.
  std::string asked() {
    std::string words;
    for (const std::string& word : std::exchange(forge.requests, {}))
      words += (words.empty() ? "" : " ") + word;
    return words;
  }
  /// The statuses set since the last call: `D1 queued, D1 in_progress`.
  std::string statuses() {
    std::string words;
    for (const std::string& word : std::exchange(forge.statuses, {}))
      words += (words.empty() ? "" : ", ") + word;
    return words;
  }

 private:
  static operations::RollbackRequest as_rollback(const operations::DeployRequest& finish) {
    operations::RollbackRequest rollback;
    static_cast<operations::PhasedRequest&>(rollback) = finish;
    return rollback;
  }
};

}  // namespace shiptag::tests
