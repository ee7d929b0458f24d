#pragma once
#include <optional>

#include "domain/outcome.hpp"
#include "domain/run_context.hpp"
#include "ports/clock.hpp"
#include "ports/environment_source.hpp"
#include "ports/forge.hpp"
#include "ports/ledger_format.hpp"
#include "ports/log.hpp"
#include "ports/tag_store.hpp"

namespace shiptag::operations {

/// The records that a forge such as GitHub keeps in addition to the repository.
struct Forge {
  ports::DeploymentLog& deployments;
  ports::WorkflowRuns& runs;
  ports::Permissions& permissions;
};

/// What an operation reads from and acts on.
struct Ports {
  ports::TagStore& tags;
  const ports::LedgerFormat& ledger_format;
  ports::EnvironmentSource& environments;
  ports::Clock& clock;
  ports::Log& log;
  const domain::RunContext& run;
  std::optional<Forge> forge = {};  ///< None: there is only git.
};

/// What every operation is given: the ports, and the outcome that it reports.
struct Context {
  Ports& ports;
  domain::Outcome& outcome;
};

}  // namespace shiptag::operations
