#pragma once
#include <optional>
#include <string>
#include <vector>

#include "domain/environment.hpp"
#include "domain/phase.hpp"
#include "domain/run_context.hpp"
#include "operations/reading/environment_state.hpp"
#include "operations/reading/forge_records.hpp"
#include "operations/reading/sub_project.hpp"
#include "operations/request.hpp"

namespace shiptag::operations {

/// What a request for a deployment names, checked before anything is read.
struct DeploymentNames {
  domain::LedgerOperation operation;  ///< deploy, rollback, or tag for a tag set by hand.
  SubProject sub_project;
  domain::RunIdentity identity;
  std::optional<domain::Version> version = {};  ///< Nullopt: what is read decides.
  std::string required = {};  ///< The environment that must have run it first; may be empty.
};

enum class Versions { named, every };

/// What the decision about a deployment is based on: everything that deploy and rollback read, each
/// at most once.
struct DeploymentReading {
  DeploymentNames names;
  domain::EnvironmentConfig config;
  TagListing listing;
  Versions listed;  ///< Of the sub-project, in `listing`.
  EnvironmentState here = {};
  std::optional<EnvironmentState> required = {};  ///< The state of `names.required`.
  ForgeRecords forge_records;

  [[nodiscard]] std::vector<std::string> configured_regions() const;
  /// The regions that it sets: that of the request, else every one.
  [[nodiscard]] std::vector<std::string> regions() const;
  /// The forge's record of an attempt of this run that was killed; nullptr if there is none.
  [[nodiscard]] const domain::ForgeRecord* left_in_progress() const;
  /// What earlier attempts of this run recorded.
  [[nodiscard]] domain::Earlier earlier() const;
};

/// Checks the names that every request for a deployment has.
/// @param version  as typed; may imply the sub-project.
[[nodiscard]] Expected<DeploymentNames> check_names(const PhasedRequest& request,
                                                    domain::LedgerOperation operation,
                                                    const std::string& version, Ports& ports);

/// Reads the configuration, and lists the tags: one request.
[[nodiscard]] Expected<DeploymentReading> read_tags(const PhasedRequest& request,
                                                    DeploymentNames names, Versions versions,
                                                    Ports& ports);

/// Reads the ledgers: one request.
[[nodiscard]] Expected<void> read_ledgers(DeploymentReading& reading, Ports& ports);

/// Reads what the forge knows, rebuilds a lost ledger from it, and warns if it knows of a newer
/// deployment.
/// @param commits  those that the tag may be moved to.
[[nodiscard]] Expected<void> read_forge_records(DeploymentReading& reading,
                                                const std::vector<domain::ObjectId>& commits,
                                                Context& context);

/// The highest version that runs in `reading.regions()`; nullopt: nothing is deployed. A request
/// lists all versions if the ledger does not tell and they are not listed yet.
[[nodiscard]] Expected<std::optional<domain::Version>> read_running(
    const DeploymentReading& reading, Ports& ports);

}  // namespace shiptag::operations
