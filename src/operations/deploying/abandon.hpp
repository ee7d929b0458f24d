#pragma once
#include "domain/run_context.hpp"
#include "operations/reading/forge_records.hpp"

namespace shiptag::operations {

/// `phase: abandon`: an attempt of this run was killed before it could leave anything for the
/// finish. Ends the record that it may have made, the way the job ended; nothing else was done yet.
void abandon(const domain::RunIdentity& identity, ForgeRecords forge_records,
             const PhasedRequest& request, Context& context);

}  // namespace shiptag::operations
