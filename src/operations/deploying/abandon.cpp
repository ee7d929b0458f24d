#include "operations/deploying/abandon.hpp"

namespace shiptag::operations {

Expected<void> abandon(const DeploymentNames& names, const PhasedRequest& request,
                       Context& context) {
  domain::Outcome& outcome = context.outcome;
  const std::string& word =
      request.job_status.empty() ? request.this_job_status : request.job_status;
  const auto ended = domain::status_from_job(word);
  if (!ended) return fail(ended.error());
  using enum domain::DeploymentStatus;
  const auto status = *ended == failed ? failed : cancelled;
  const domain::Place place{names.sub_project.path, request.environment, request.region};
  auto forge_records = forge_records_of(request, place, context.ports);
  if (const auto read = read_newest(forge_records, {}, context.ports); !read)
    return fail(read.error());
  const auto* left = domain::left_by(forge_records.known.newest_first, names.identity.hash());
  const domain::Earlier earlier{.is_in_progress = left != nullptr};
  if (domain::step_in(request.phase, earlier, names.operation) == domain::Step::nothing) {
    outcome.end(ReasonCode::already_there, "this run left nothing in progress");
    return {};
  }
  using To = ports::StatusChange::To;
  const auto changed = context.ports.forge->deployments.change(
      {{.id = left->id,
        .to = status == failed ? To::failed : To::cancelled,
        .description = "Ended before it was deployed: " + left->line->deployment_id}});
  if (!changed) return fail(changed.error());
  outcome.output("deployment_id", left->line->deployment_id);
  outcome.output("status", std::string(to_string(status)));
  outcome.end(ReasonCode::recorded, left->line->deployment_id + " ended before it was deployed");
  return {};
}

}  // namespace shiptag::operations
