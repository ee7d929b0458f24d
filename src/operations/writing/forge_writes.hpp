#pragma once
#include "domain/deployment_state.hpp"
#include "operations/context.hpp"
#include "operations/reading/deployment_reading.hpp"

namespace shiptag::operations {

/// Makes the record of a deployment, unless an earlier attempt or the forge itself did,
/// and keeps its id in `deployment`: one request at most, and two more if its response is lost.
[[nodiscard]] Expected<void> open_record(domain::DeploymentState& deployment,
                                         const DeploymentReading& reading, Context& context);

/// Says on the record that the deployment is in progress, and corrects the records of other runs:
/// at most one request.
[[nodiscard]] Expected<void> announce(const domain::DeploymentState& deployment,
                                      const ForgeRecords& forge_records, Context& context);

/// Whether the deployed version is live although its tag could not be moved, because of `code`: the
/// server refused the move. Otherwise it is unknown what runs.
[[nodiscard]] bool is_only_unrecorded(ReasonCode code) noexcept;

/// How a deployment ended.
struct DeploymentEnd {
  domain::DeploymentStatus status;
  std::optional<ReasonCode> tag_failure = {};  ///< Why its tag could not be written.
};

/// Says on the record how the deployment ended, and which others that replaces: one request.
/// If it fails, that is a warning: what the tags say is what counts.
void close_record(const domain::DeploymentState& deployment, const DeploymentEnd& end,
                  const ForgeRecords& forge_records, Context& context);

/// Brings the record of a deployment that succeeded up to date, if a run was ended between moving
/// the tag and updating the record.
void catch_up(domain::DeploymentState& deployment, DeploymentReading& reading, Context& context);

/// Starts the workflow that a push of `tag_name` would have started, had a person pushed it.
/// A failure is a warning.
void dispatch(const std::string& workflow, const std::string& tag_name,
              const std::vector<std::pair<std::string, std::string>>& inputs, Context& context);

/// Says that `workflow` is not started by a run that found its tag written already.
void note_no_dispatch(const std::string& workflow, Context& context);

}  // namespace shiptag::operations
