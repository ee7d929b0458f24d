#include "operations/deploying/finish.hpp"

#include "base/text.hpp"
#include "operations/deploying/deployment_phases.hpp"
#include "operations/deploying/deployment_report.hpp"
#include "operations/identity.hpp"
#include "operations/override.hpp"

namespace shiptag::operations {
namespace {

using domain::DeploymentState;
using domain::DeploymentStatus;

/// Inputs that are given again for a finish must be those of its start.
Expected<void> check_same(const PhasedRequest& request, const DeploymentState& deployment) {
  struct Pair {
    std::string_view name;
    const std::string& given;
    const std::string started;
  };
  for (const Pair& pair : {Pair{"environment", request.environment, deployment.environment},
                           Pair{"region", request.region, deployment.region},
                           Pair{"sub_project", request.sub_project, deployment.sub_project()}})
    if (!pair.given.empty() && pair.given != pair.started)
      return fail(ReasonCode::invalid_input,
                  std::string(pair.name) + " is " + in_quotes(pair.given) +
                      ", but deployment_state is for " + in_quotes(pair.started),
                  "leave it out, or pass the deployment_state that belongs to it");
  return {};
}

/// A state belongs to the run that started it. The run's number identifies it, which no two
/// repositories on a server share: a repository may be renamed during its run.
Expected<void> check_identity(const DeploymentState& deployment, const Ports& ports) {
  const domain::RunIdentity& identity = deployment.identity;
  const std::string hash = identity.hash();
  std::string_view differs;
  if (identity.run_id != ports.run.run_id) differs = "run_id";
  if (identity.operation != to_string(deployment.operation)) differs = "operation";
  if (identity.environment_tag != deployment.tag_name()) differs = "environment_tag";
  if (identity.region != deployment.region) differs = "region";
  if (!hash.empty() && domain::identity_suffix(deployment.deployment_id) != hash)
    differs = "deployment_id";
  if (differs.empty()) return {};
  return fail(ReasonCode::invalid_input,
              "deployment_state is from another run or was changed: its " + std::string(differs) +
                  " does not match this run",
              "pass the output deployment_state from this run's step with phase: start, unchanged");
}

/// What `phase: start` left, if it is this operation's and the inputs do not contradict it.
Expected<DeploymentState> read_state(domain::LedgerOperation operation,
                                     const PhasedRequest& request, const Ports& ports) {
  if (request.deployment_state.empty())
    return fail(ReasonCode::invalid_input, "deployment_state is not given",
                "pass the output deployment_state from the step with phase: start");
  auto deployment = ports.ledger_format.read_state(request.deployment_state);
  if (!deployment) return deployment;
  if (deployment->operation != operation)
    return fail(ReasonCode::invalid_input,
                "deployment_state is for operation " + in_quotes(to_string(deployment->operation)) +
                    ", not " + std::string(to_string(operation)),
                "finish with the operation that started it");
  if (auto same = check_same(request, *deployment); !same) return fail(same.error());
  if (auto ours = check_identity(*deployment, ports); !ours) return fail(ours.error());
  deployment->status = DeploymentStatus::in_progress;
  set_run(*deployment, ports);
  return deployment;
}

/// The status that was given; else this job's, if it is the one that started.
Expected<DeploymentStatus> read_status(const PhasedRequest& request,
                                       const DeploymentState& deployment, const Ports& ports) {
  if (!request.job_status.empty()) return domain::status_from_job(request.job_status);
  const domain::RunIdentity& started = deployment.identity;
  const bool is_same_job = started.run_id == ports.run.run_id && started.job == ports.run.job;
  if (is_same_job && !request.this_job_status.empty())
    return domain::status_from_job(request.this_job_status);
  const std::string elsewhere =
      is_same_job ? ""
                  : ", and the deployment was started in another job, " + in_quotes(started.job);
  return fail(ReasonCode::invalid_input, "job_status is not given" + elsewhere,
              "pass job_status: ${{ job.status }}; in another job, pass the result of the job that "
              "deployed, ${{ needs.<job>.result }}");
}

/// The records to update when a deployment ends; none if they cannot be read.
ForgeRecords forge_records_to_finish(const DeploymentState& deployment, DeploymentStatus status,
                                     Context& context) {
  ForgeRecords forge_records{
      .place = {deployment.sub_project(), deployment.environment, deployment.region},
      .forge_environment = deployment.github_environment,
      .keeps_records = !deployment.github_environment.empty() && context.ports.forge.has_value(),
      .identity_hash = deployment.identity.hash()};
  if (status != DeploymentStatus::succeeded) return forge_records;
  if (const auto read = read_newest(forge_records, {}, context.ports); !read) {
    context.outcome.warn("GitHub deployment", with_hint(read.error()));
    forge_records.keeps_records = false;
  }
  return forge_records;
}

}  // namespace

Expected<void> finish(domain::LedgerOperation operation, const PhasedRequest& request,
                      Context& context) {
  auto deployment = read_state(operation, request, context.ports);
  if (!deployment) return fail(deployment.error());
  const auto status = read_status(request, *deployment, context.ports);
  if (!status) return fail(status.error());
  const bool is_production = deployment->environment == "production";
  const domain::Environment environment{.name = deployment->environment,
                                        .is_production = is_production,
                                        .requires_approval = is_production};
  describe(*deployment, environment, deployment->environment_url, context.outcome);
  if (*status == DeploymentStatus::succeeded) prove(deployment->override_used, context);
  ForgeRecords forge_records = forge_records_to_finish(*deployment, *status, context);
  // The tag to write is worked out again: the state has been through other hands.
  const auto now = [&]() -> Expected<EnvironmentState> {
    auto state = read_environment_again(deployment->tag_name(), context.ports);
    if (!state) return state;
    const auto rebuilt = rebuild_ledger(*state, forge_records, context);
    if (!rebuilt && deployment->operation != domain::LedgerOperation::rollback)
      return fail(rebuilt.error());
    if (!rebuilt) context.outcome.warn("Ledger not rebuilt", with_hint(rebuilt.error()));
    return state;
  };
  conclude(*deployment, {*status, environment, forge_records, now}, request, context);
  return {};
}

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
        .description = "Ended before anything was deployed: " + left->line->deployment_id}});
  if (!changed) return fail(changed.error());
  outcome.output("deployment_id", left->line->deployment_id);
  outcome.output("status", std::string(to_string(status)));
  outcome.end(ReasonCode::recorded,
              left->line->deployment_id + " ended before anything was deployed");
  return {};
}

}  // namespace shiptag::operations
