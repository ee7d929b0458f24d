#include "cli/post.hpp"

#include "cli/run.hpp"

namespace shiptag::cli {
namespace {

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
