#pragma once
#include <string_view>

#include "base/expected.hpp"
#include "domain/environment.hpp"
#include "domain/names.hpp"

namespace shiptag::ports {

/// The environments' configuration in the workspace. Read only.
class EnvironmentSource {
 public:
  virtual ~EnvironmentSource() = default;

  /// @return `invalid_input` if the folder that was asked for does not exist or leaves the
  ///         workspace.
  [[nodiscard]] virtual Expected<domain::EnvironmentNames> names() = 0;

  /// What is configured for `environment` (and `region`, unless empty), with every fault found:
  /// `environment_not_configured`, `region_not_configured`, `secrets_not_encrypted`,
  /// `invalid_input` for a file with the wrong structure.
  [[nodiscard]] virtual Expected<domain::EnvironmentConfig> load(std::string_view environment,
                                                                 std::string_view region) = 0;
};

}  // namespace shiptag::ports
