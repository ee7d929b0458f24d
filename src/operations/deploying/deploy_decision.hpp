#pragma once
#include <optional>
#include <string>
#include <vector>

#include "domain/environment.hpp"
#include "domain/outcome.hpp"
#include "operations/deploying/deployment_phases.hpp"
#include "operations/reading/sub_project.hpp"
#include "operations/request.hpp"

namespace shiptag::operations {

/// Everything that is read before a deployment is decided on.
struct DeployReading {
  SubProject sub_project;
  domain::Version version;
  std::optional<domain::Candidate> tag = {};  ///< The version's; nullopt: there is none.
  domain::EnvironmentConfig config = {};
  EnvironmentState here = {};
  bool was_deployed_there = false;                ///< In `require_deployed_in`.
  std::optional<Error> required_unreadable = {};  ///< The ledger of `require_deployed_in`.
  ForgeRecords forge_records = {};
  domain::Approved approved = domain::Approved::cannot_be_seen;
  std::optional<domain::Version> running = {};  ///< In the region, or the highest of all.
  std::vector<std::string> configured_regions = {};
  std::vector<Error> refusals = {};  ///< Of the caller's own rules.
};

/// Checks the names of `request`.
[[nodiscard]] Expected<SubProject> check_names(const DeployRequest& request, Ports& ports);

/// Reads in two requests: the tags, then the ledgers. A third lists all versions if the version is
/// given and the ledger does not tell what runs. What the forge knows is read after them.
[[nodiscard]] Expected<DeployReading> read_deploy(const DeployRequest& request,
                                                  SubProject sub_project, Context& context);

/// Reads what else a decision needs: what other runs are doing, and whether this one was approved.
[[nodiscard]] Expected<void> read_others(const DeployRequest& request, DeployReading& reading,
                                         Context& context);

/// Which deployment this run makes.
/// @param operation  `deploy`, or `tag` for an environment tag that is set by hand.
[[nodiscard]] domain::RunIdentity deploy_identity(domain::LedgerOperation operation,
                                                  const DeployRequest& request,
                                                  const SubProject& sub_project,
                                                  const Ports& ports);

/// The deployment as it will be, if it passes the checks.
[[nodiscard]] DeploymentPlan draft_deploy(domain::LedgerOperation operation,
                                          const DeployRequest& request,
                                          const DeployReading& reading, Ports& ports);

/// Goes through the checks, and puts into `plan` what they and an override change.
[[nodiscard]] Expected<void> check_deploy(const DeployRequest& request,
                                          const DeployReading& reading, DeploymentPlan& plan,
                                          Context& context);

}  // namespace shiptag::operations
