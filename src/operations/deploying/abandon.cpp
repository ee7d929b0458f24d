#include "operations/deploying/abandon.hpp"

namespace shiptag::operations {

void abandon(const domain::RunIdentity& identity, ForgeRecords forge_records,
             const PhasedRequest& request, Context& context) {
  domain::Outcome& outcome = context.outcome;
  const std::string& word =
      request.job_status.empty() ? request.this_job_status : request.job_status;
  const auto ended = domain::status_from_job(word);
  if (!ended) return outcome.end(ended.error());
  using enum domain::DeploymentStatus;
  const auto status = *ended == failed ? failed : cancelled;
  if (const auto read = read_newest(forge_records, {}, context.ports); !read)
    return outcome.end(read.error());
  const auto* left = domain::left_by(forge_records.known.newest_first, identity.hash());
  if (left == nullptr)
    return outcome.end(ReasonCode::already_there, "this run left nothing in progress");
  using To = ports::StatusChange::To;
  const auto changed = context.ports.forge->deployments.change(
      {{.id = left->id,
        .to = status == failed ? To::failed : To::cancelled,
        .description = "Ended before it was deployed: " + left->line->deployment_id}});
  if (!changed) return outcome.end(changed.error());
  outcome.output("deployment_id", left->line->deployment_id);
  outcome.output("status", std::string(to_string(status)));
  outcome.end(ReasonCode::recorded, left->line->deployment_id + " ended before it was deployed");
}

}  // namespace shiptag::operations
