#pragma once
#include "operations/reading/deployment_reading.hpp"

namespace shiptag::operations {

/// `phase: abandon`: an attempt of this run was killed before it could leave anything for the
/// finish. Ends the record that it may have made, the way the job ended; nothing else was done yet.
[[nodiscard]] Expected<void> abandon(const DeploymentNames& names, const PhasedRequest& request,
                                     Context& context);

}  // namespace shiptag::operations
