#pragma once
#include "domain/outcome.hpp"
#include "domain/run_context.hpp"
#include "ports/clock.hpp"
#include "ports/environment_source.hpp"
#include "ports/log.hpp"
#include "ports/record_format.hpp"
#include "ports/tag_store.hpp"

namespace shiptag::operations {

/// What an operation reads from and acts on.
struct World {
  ports::TagStore& tags;
  const ports::RecordFormat& records;
  ports::EnvironmentSource& environments;
  ports::Clock& clock;
  ports::Log& log;
  const domain::RunContext& run;
};

/// An operation under way: the world, and what there will be to say of it.
struct Run {
  World& world;
  domain::Outcome& outcome;
};

}  // namespace shiptag::operations
