#include "operations/identity.hpp"

#include "domain/deployment.hpp"

namespace shiptag::operations {

domain::RunIdentity identify(domain::RunIdentity what, const World& world) {
  what.repository = world.run.repository;
  what.run_id = world.run.run_id;
  what.job = world.run.job;
  return what;
}

std::string new_deployment_id(std::string_view prefix, const domain::RunIdentity& identity,
                              World& world) {
  std::string suffix = identity.hash();
  if (suffix.empty()) {
    constexpr std::string_view digits = "0123456789abcdef";
    for (auto bits = world.clock.random(); suffix.size() < 16; bits >>= 4U)
      suffix += digits[bits & 0xfU];
  }
  return domain::deployment_id(prefix, world.clock.now(), suffix);
}

}  // namespace shiptag::operations
