#pragma once
#include "domain/outcome.hpp"
#include "domain/rollback_target.hpp"

namespace shiptag::domain {

/// Shows the RollbackTarget of the data model with its attribute names, and every version that was
/// considered with why it was chosen or not.
void show(const RollbackTarget& target, Outcome& outcome);

}  // namespace shiptag::domain
