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
      return act(deploy_request(inputs, surroundings), &operations::deploy, name, world);
    case Operation::rollback:
      return act(rollback_request(inputs), &operations::rollback, name, world);
    case Operation::hold:
      return act(hold_request(inputs), &operations::hold, name, world);
    case Operation::resume:
      return act(resume_request(inputs), &operations::resume, name, world);
  }
  return failed_before(name, {ReasonCode::internal, "an operation without an implementation"});
}

}  // namespace shiptag::cli
