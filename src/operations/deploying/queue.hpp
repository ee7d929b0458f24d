#pragma once
#include "operations/reading/forge_records.hpp"

namespace shiptag::operations {

/// Computes who holds and who waits for the environment, for the outputs and the summary: a request
/// for the concurrency group, and one for the run that holds it. What cannot be found out is told
/// from the deployments under way; nothing of it can fail.
/// @param ledger  whose durations the waiting time is estimated from.
void tell_queue(const PhasedRequest& request, ForgeRecords& forge_records,
                const domain::Ledger& ledger, Context& context);

}  // namespace shiptag::operations
