#pragma once
#include <functional>
#include <optional>

#include "domain/ledger.hpp"
#include "domain/outcome.hpp"
#include "domain/rollback_target.hpp"
#include "operations/reading/forge_records.hpp"
#include "operations/reading/sub_project.hpp"

namespace shiptag::operations {

/// What hold and resume have in common: a new set of holds, written as a separate line.
struct HoldChange {
  domain::LedgerOperation operation = domain::LedgerOperation::hold;
  std::string environment;
  std::string version;  ///< As given; empty: the whole environment.
  std::string reason;   ///< May be empty.
  bool dry_run = false;
  ForgeRecords forge_records = {};  ///< What a lost ledger is rebuilt from; nothing is read yet.

  /// The new holds, from the active ones; nullopt: they are already as requested.
  /// @param held  the version tag that `version` names, if it names one.
  using Apply = std::function<std::optional<std::vector<domain::Hold>>(
      std::vector<domain::Hold> active, const std::optional<domain::Candidate>& held)>;
  Apply apply;
  std::string done;     ///< The headline once it is done.
  std::string already;  ///< The headline if there was nothing to do.
};

/// Carries out `change`; after a lost race, reads again and retries, no matter what won.
[[nodiscard]] Expected<void> change_holds(const HoldChange& change, const SubProject& sub_project,
                                          Context& context);

}  // namespace shiptag::operations
