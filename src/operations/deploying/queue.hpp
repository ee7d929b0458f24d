#pragma once
#include "operations/reading/forge_records.hpp"

namespace shiptag::operations {

/// Computes who has the environment and who waits for it, for the outputs and the summary: a
/// request for the concurrency group, and one for the run that has it. What cannot be found out is
/// inferred from the deployments under way; none of this can fail.
/// @param ledger  whose durations the waiting time is estimated from.
void tell_queue(const PhasedRequest& request, ForgeRecords& forge_records,
                const domain::Ledger& ledger, Context& context);

}  // namespace shiptag::operations
