#pragma once
#include <optional>

#include "domain/outcome.hpp"
#include "domain/run_context.hpp"
#include "ports/clock.hpp"
#include "ports/deployment_log.hpp"
#include "ports/environment_source.hpp"
#include "ports/log.hpp"
#include "ports/permissions.hpp"
#include "ports/record_format.hpp"
#include "ports/tag_store.hpp"
#include "ports/workflow_runs.hpp"

namespace shiptag::operations {

/// The records that a forge like GitHub keeps beside the repository.
struct ControlPlane {
  ports::DeploymentLog& deployments;
  ports::WorkflowRuns& runs;
  ports::Permissions& permissions;
};

/// What an operation reads from and acts on.
struct World {
  ports::TagStore& tags;
  const ports::RecordFormat& records;
  ports::EnvironmentSource& environments;
  ports::Clock& clock;
  ports::Log& log;
  const domain::RunContext& run;
  std::optional<ControlPlane> control_plane = {};  ///< None: there is only git.
};

/// An operation under way: the world, and what there will be to say of it.
struct Run {
  World& world;
  domain::Outcome& outcome;
};

}  // namespace shiptag::operations
