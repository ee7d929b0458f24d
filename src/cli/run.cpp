#include "cli/run.hpp"

#include "operations/deploy.hpp"
#include "operations/hold.hpp"
#include "operations/resume.hpp"
#include "operations/rollback.hpp"
#include "operations/tag.hpp"

namespace shiptag::cli {
namespace {

template <typename Request>
domain::Outcome act(const Expected<Request>& request,
                    domain::Outcome (*operation)(const Request&, operations::World&),
                    std::string_view name, operations::World& world) {
  if (!request) return failed_before(name, request.error());
  return operation(*request, world);
}

bool is_no_success(std::string_view job_status) {
  return !job_status.empty() && job_status != "success";
}

/// The step of `phase: auto`. In a job that has failed already the job's end says nothing of what
/// comes now, so that is recorded at once.
template <typename Request>
domain::Outcome begin(Expected<Request> request,
                      domain::Outcome (*operation)(const Request&, operations::World&),
                      std::string_view name, operations::World& world) {
  const bool at_once =
      request && (is_no_success(request->job_status) || is_no_success(request->this_job_status));
  if (at_once) {
    request->phase = operations::Phase::complete;
    request->job_status.clear();
  }
  domain::Outcome outcome = act(request, operation, name, world);
  if (at_once)
    outcome.warn("Recorded at once",
                 "this job has failed already, so its end cannot say how this went");
  else if (outcome.decision == Decision::done && outcome.reason_code == ReasonCode::started)
    outcome.findings.push_back({"To be recorded", "when this job ends"});
  return outcome;
}

}  // namespace

domain::Outcome failed_before(std::string_view operation, const Error& error) {
  domain::Outcome outcome;
  outcome.operation = operation;
  outcome.end(error);
  return outcome;
}

domain::Outcome run(const Inputs& inputs, const Surroundings& surroundings,
                    operations::World& world) {
  const std::string_view name = to_string(inputs.operation());
  switch (inputs.operation()) {
    case Operation::tag:
      return act(tag_request(inputs, surroundings), &operations::tag, name, world);
    case Operation::deploy:
      return inputs.text("phase") == "auto"
                 ? begin(deploy_request(inputs, surroundings), &operations::deploy, name, world)
                 : act(deploy_request(inputs, surroundings), &operations::deploy, name, world);
    case Operation::rollback:
      return inputs.text("phase") == "auto"
                 ? begin(rollback_request(inputs), &operations::rollback, name, world)
                 : act(rollback_request(inputs), &operations::rollback, name, world);
    case Operation::hold:
      return act(hold_request(inputs), &operations::hold, name, world);
    case Operation::resume:
      return act(resume_request(inputs), &operations::resume, name, world);
  }
  return failed_before(name, {ReasonCode::internal, "an operation without an implementation"});
}

}  // namespace shiptag::cli
