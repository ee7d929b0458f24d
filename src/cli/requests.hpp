#pragma once
#include <optional>

#include "cli/input_values.hpp"
#include "domain/object_id.hpp"
#include "operations/deploying/deploy.hpp"
#include "operations/deploying/rollback.hpp"
#include "operations/holding/hold.hpp"
#include "operations/holding/resume.hpp"
#include "operations/tagging/tag.hpp"

namespace shiptag::cli {

/// Where inputs that were not given come from.
struct Checkout {
  std::optional<domain::ObjectId> commit;  ///< The workflow's commit, else the workspace's HEAD.
};

// The inputs as each operation's request. Names and versions go in as they were typed; the
// operation checks them. Each may fail with `invalid_input`, if inputs contradict each other.
[[nodiscard]] Expected<operations::TagRequest> tag_request(const Inputs& inputs,
                                                           const Checkout& checkout);
[[nodiscard]] Expected<operations::DeployRequest> deploy_request(const Inputs& inputs,
                                                                 const Checkout& checkout);
[[nodiscard]] Expected<operations::RollbackRequest> rollback_request(const Inputs& inputs);
[[nodiscard]] Expected<operations::HoldRequest> hold_request(const Inputs& inputs);
[[nodiscard]] Expected<operations::ResumeRequest> resume_request(const Inputs& inputs);

}  // namespace shiptag::cli
