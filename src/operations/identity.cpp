#include "operations/identity.hpp"

namespace shiptag::operations {

domain::RunIdentity identify(domain::RunIdentity what, const Ports& ports) {
  what.repository = ports.run.repository;
  what.run_id = ports.run.run_id;
  what.job = ports.run.job;
  return what;
}

void set_run(domain::Deployment& deployment, const Ports& ports) {
  deployment.workflow_run_id = ports.run.run_id;
  deployment.run_attempt = ports.run.run_attempt;
  deployment.triggered_by = ports.run.actor;
}

std::string new_deployment_id(std::string_view prefix, const domain::RunIdentity& identity,
                              Ports& ports) {
  std::string suffix = identity.hash();
  if (suffix.empty()) {
    constexpr std::string_view digits = "0123456789abcdef";
    for (auto bits = ports.clock.random(); suffix.size() < 16; bits >>= 4U)
      suffix += digits[bits & 0xfU];
  }
  return domain::deployment_id(prefix, ports.clock.now(), suffix);
}

}  // namespace shiptag::operations
