#pragma once
#include <optional>
#include <string>

#include "base/expected.hpp"

namespace shiptag::ports {

/// Who may do what, and who agreed. Failures are those of DeploymentLog.
class Permissions {
 public:
  virtual ~Permissions() = default;

  /// Who approved the run for `environment`; nullopt: nobody did, or the last one rejected it.
  [[nodiscard]] virtual Expected<std::optional<std::string>> approver(
      const std::string& run_id, const std::string& environment) = 0;

  /// Whether the person administers the repository.
  [[nodiscard]] virtual Expected<bool> is_administrator(const std::string& login) = 0;
};

}  // namespace shiptag::ports
