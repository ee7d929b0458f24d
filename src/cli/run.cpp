#include "cli/run.hpp"

namespace shiptag::cli {
namespace {

template <typename Request>
domain::Outcome act(const Expected<Request>& request,
                    domain::Outcome (*operation)(const Request&, operations::Ports&),
                    std::string_view name, operations::Ports& ports) {
  if (!request) return failed_before(name, request.error());
  return operation(*request, ports);
}

/// A phased operation, or the step of its `phase: auto`.
template <typename Request>
domain::Outcome begin(Expected<Request> request,
                      domain::Outcome (*operation)(const Request&, operations::Ports&),
                      const Inputs& inputs, operations::Ports& ports) {
  const std::string_view name = to_string(inputs.operation());
  if (!request || inputs.text("phase") != "auto") return act(request, operation, name, ports);
  const std::string& given = request->job_status;
  request->phase = domain::phase_of_step(given.empty() ? request->this_job_status : given);
  const bool at_once = request->phase == domain::Phase::complete;
  if (at_once) request->job_status.clear();
  domain::Outcome outcome = act(request, operation, name, ports);
  if (at_once)
    outcome.warn(
        "Recorded immediately",
        "this job has already failed, so its status cannot show how this deployment ended");
  else if (outcome.decision == Decision::done && outcome.reason_code == ReasonCode::started)
    outcome.findings.push_back({"To be recorded", "when this job ends"});
  return outcome;
}

domain::Outcome operate(const Inputs& inputs, const Checkout& checkout, operations::Ports& ports) {
  const std::string_view name = to_string(inputs.operation());
  switch (inputs.operation()) {
    case Operation::tag:
      return act(tag_request(inputs, checkout), &operations::tag, name, ports);
    case Operation::deploy:
      return begin(deploy_request(inputs, checkout), &operations::deploy, inputs, ports);
    case Operation::rollback:
      return begin(rollback_request(inputs), &operations::rollback, inputs, ports);
    case Operation::hold:
      return act(hold_request(inputs), &operations::hold, name, ports);
    case Operation::resume:
      return act(resume_request(inputs), &operations::resume, name, ports);
  }
  return failed_before(name, {ReasonCode::internal, "this operation is not implemented",
                              "this is a bug in shiptag; please report it, with the version"});
}

/// Says which inputs have no effect without GitHub's API.
void note_for_github(const Inputs& inputs, domain::Outcome& outcome) {
  for (const char* name : {"github_environment", "concurrency_group"})
    if (!inputs.text(name).empty())
      outcome.note("Input not used",
                   std::string(name) + " requires GitHub's API, which is not available here");
}

using domain::Left;
using domain::Phase;

/// The step failed before it could say what it left.
constexpr std::string_view cut_off = "cut_off";

Left left_in(const std::optional<std::string>& saved) {
  if (!saved) return Left::unknown;
  return *saved == cut_off ? Left::cut_off : Left::deployment;
}

/// `request` as the post step carries it out, to end what the step began.
template <typename Request>
Request ending(Request request, const std::optional<std::string>& saved) {
  const std::string& status =
      request.job_status.empty() ? request.this_job_status : request.job_status;
  request.phase = domain::phase_of_post_step(left_in(saved), status);
  if (request.phase != Phase::finish) return request;
  request.deployment_state = *saved;
  // The runner has evaluated the inputs again, perhaps differently; what was saved counts.
  request.environment.clear();
  request.region.clear();
  request.sub_project.clear();
  return request;
}

}  // namespace

domain::Outcome failed_before(std::string_view operation, const Error& error) {
  domain::Outcome outcome;
  outcome.operation = operation;
  outcome.end(error);
  return outcome;
}

domain::Outcome run(const Inputs& inputs, const Checkout& checkout, operations::Ports& ports) {
  domain::Outcome outcome = operate(inputs, checkout, ports);
  if (!ports.forge) note_for_github(inputs, outcome);
  return outcome;
}

bool has_post(const Inputs& inputs) {
  return phased.contains(inputs.operation()) && inputs.text("phase") == "auto" &&
         !inputs.flag("dry_run");
}

std::string step_key(const Inputs& inputs, const domain::RunContext& run) {
  const domain::RunIdentity step{
      .repository = run.repository,
      .run_id = run.run_id.empty() ? "none" : run.run_id,
      .job = run.job,
      .operation = std::string(to_string(inputs.operation())),
      .environment_tag = inputs.text("sub_project") + "/" + inputs.text("environment"),
      .region = inputs.text("region"),
      .requested_version = inputs.operation() == Operation::deploy ? inputs.text("version")
                                                                   : inputs.text("target_version")};
  return step.hash();
}

std::string left_for_post(const domain::Outcome& outcome) {
  if (!outcome.for_finish.empty()) return outcome.for_finish;
  return outcome.decision == Decision::failed ? std::string(cut_off) : "";
}

std::optional<domain::Outcome> run_post(const Inputs& inputs, const Checkout& checkout,
                                        const std::optional<std::string>& saved,
                                        operations::Ports& ports) {
  if (saved && saved->empty()) return std::nullopt;  // There is nothing to end.
  const std::string_view name = to_string(inputs.operation());
  if (inputs.operation() == Operation::deploy) {
    const auto request = deploy_request(inputs, checkout);
    return request ? operations::deploy(ending(*request, saved), ports)
                   : failed_before(name, request.error());
  }
  const auto request = rollback_request(inputs);
  return request ? operations::rollback(ending(*request, saved), ports)
                 : failed_before(name, request.error());
}

}  // namespace shiptag::cli
