#pragma once
#include <optional>
#include <string>
#include <vector>

#include "domain/rollback_target.hpp"
#include "operations/environment_state.hpp"
#include "operations/request.hpp"
#include "operations/scope.hpp"
#include "operations/survey.hpp"

namespace shiptag::operations {

/// Everything that is read before a rollback is decided on.
struct RollbackReading {
  const RollbackRequest& request;
  Scope scope;
  std::optional<domain::Version> target = {};  ///< What `target_version` names; nullopt: `auto`.
  domain::EnvironmentConfig config = {};
  std::optional<TagListing> listing = {};  ///< Always set once all is read.
  EnvironmentState here = {};
  Survey survey = {};

  [[nodiscard]] std::string tag_name() const { return scope.tag(request.environment); }
  [[nodiscard]] std::vector<std::string> configured_regions() const;

  /// What the choice of a target depends on.
  /// @param history  what counts as deployed; outlives the facts.
  /// @return `nothing_deployed`
  [[nodiscard]] Expected<domain::RollbackFacts> facts(const domain::Ledger& history,
                                                      World& world) const;

  /// Finds out which deployments of other runs are under way.
  void find_others(Run& run);

  /// Reads records that lie further back. @return whether there was more.
  bool read_on(Run& run);
};

[[nodiscard]] domain::RunIdentity rollback_identity(const RollbackRequest& request,
                                                    const Scope& scope, const World& world);

/// Checks the names of `request`.
[[nodiscard]] Expected<Scope> rollback_scope(const RollbackRequest& request, World& world);

/// Checks the names of `request` and reads: the tags, the ledger, and what the control plane knows.
/// Whatever the control plane fails with is a warning: it must not keep a bad version running.
[[nodiscard]] Expected<RollbackReading> read_rollback(const RollbackRequest& request, Run& run);

}  // namespace shiptag::operations
