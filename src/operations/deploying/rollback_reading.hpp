#pragma once
#include <optional>
#include <string>
#include <vector>

#include "domain/rollback_target.hpp"
#include "operations/reading/environment_state.hpp"
#include "operations/reading/forge_records.hpp"
#include "operations/reading/sub_project.hpp"
#include "operations/request.hpp"

namespace shiptag::operations {

/// Everything that is read before a rollback is decided on.
struct RollbackReading {
  const RollbackRequest& request;
  SubProject sub_project;
  std::optional<domain::Version> target = {};  ///< What `target_version` names; nullopt: `auto`.
  domain::EnvironmentConfig config = {};
  std::optional<TagListing> listing = {};  ///< Always set once all is read.
  EnvironmentState here = {};
  ForgeRecords forge_records = {};

  [[nodiscard]] std::string tag_name() const { return sub_project.tag(request.environment); }
  [[nodiscard]] std::vector<std::string> configured_regions() const;

  /// What the choice of a target depends on.
  /// @param history  what counts as deployed; outlives the facts.
  /// @return `nothing_deployed`
  [[nodiscard]] Expected<domain::RollbackFacts> facts(const domain::Ledger& history,
                                                      Ports& ports) const;

  /// Finds out which deployments of other runs are under way.
  void find_others(Context& context);

  /// Reads records that lie further back. @return whether there was more.
  bool read_on(Context& context);
};

[[nodiscard]] domain::RunIdentity rollback_identity(const RollbackRequest& request,
                                                    const SubProject& sub_project,
                                                    const Ports& ports);

/// Checks the names of `request`.
[[nodiscard]] Expected<SubProject> check_names(const RollbackRequest& request, Ports& ports);

/// Checks the names of `request` and reads: the tags, the ledger, and what the forge knows.
/// Whatever the forge fails with is a warning: it must not keep a bad version running.
[[nodiscard]] Expected<RollbackReading> read_rollback(const RollbackRequest& request,
                                                      Context& context);

}  // namespace shiptag::operations
