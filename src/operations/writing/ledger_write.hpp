#pragma once
#include <functional>
#include <string>
#include <vector>

#include "base/expected.hpp"
#include "domain/deployment_state.hpp"
#include "domain/ledger.hpp"
#include "operations/context.hpp"
#include "operations/reading/environment_state.hpp"

namespace shiptag::operations {

/// The result of writing a line into a ledger.
struct LedgerWrite {
  ReasonCode code = ReasonCode::recorded;  ///< `created`, `moved`, `recorded`, or `already_there`.
  domain::LedgerLine line;                 ///< As it is in the ledger.
  domain::ObjectId commit;                 ///< Where the environment tag is now.
  std::vector<std::string> server_messages = {};
};

/// Records a deployment that succeeded: appends its line, and moves the tag if it should move.
///
/// After losing a race to something that does not contradict it, reads again and appends.
/// @param now  the environment as it was just read.
/// @return `conflict` naming who moved the tag, or what the tag store failed with.
[[nodiscard]] Expected<LedgerWrite> write_deployment(const domain::DeploymentState& deployment,
                                                     EnvironmentState now, Ports& ports);

/// Whether `deployment` would move the tag's commit if it were recorded on `now`.
[[nodiscard]] bool will_move(const domain::DeploymentState& deployment,
                             const EnvironmentState& now);

/// The line that the ledger will have if `deployment` succeeds, without the time.
[[nodiscard]] domain::LedgerLine planned_line(const domain::DeploymentState& deployment,
                                              const EnvironmentState& now, Ports& ports);

/// Appends `line` to `now` in one compare-and-swap, with the tag on `commit`.
/// @return what the tag store says; `line.holds` and the rest are taken as they are.
[[nodiscard]] Expected<LedgerWrite> write_line(domain::LedgerLine line,
                                               const domain::ObjectId& commit,
                                               const EnvironmentState& now, Ports& ports);

/// Repeats `attempt` until it does not end with a lost race (`conflict`), waiting a random and
/// growing time in between. What a lost attempt reported is discarded.
/// @return what the last attempt returned.
[[nodiscard]] Expected<void> until_no_race(Context& context,
                                           const std::function<Expected<void>()>& attempt);

}  // namespace shiptag::operations
