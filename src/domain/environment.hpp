#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "base/value.hpp"

namespace shiptag::domain {

/// The Region of the data model.
struct Region {
  std::string name;         ///< `us-east`
  std::string config_path;  ///< Relative to the workspace; empty where nothing is configured.
  std::map<std::string, std::string> cloud_mappings = {};  ///< Provider to its region's name.
};

/// The Environment of the data model.
struct Environment {
  std::string name;                  ///< `production`
  std::string config_path = {};      ///< Relative to the workspace; empty if not configured.
  std::vector<Region> regions = {};  ///< By name.
  std::string secrets_file = {};     ///< Relative to the workspace; empty if not configured.
  std::string url = {};              ///< From `environment.json`; may be empty.
  bool is_production = false;
  bool requires_approval = false;

  /// The region of this name; where it is not configured, nothing but the name.
  [[nodiscard]] Region region(const std::string& region_name) const;
};

/// The Environment of the data model, with its attribute names.
[[nodiscard]] Value entity(const Environment& environment);
/// The Region of the data model, with its attribute names.
[[nodiscard]] Value entity(const Region& region);
/// Provider to its region's name.
[[nodiscard]] Value cloud_mappings(const Region& region);

/// What the workspace says about one environment.
struct EnvironmentConfig {
  Environment environment;
  std::optional<bool> states_approval = {};  ///< `requires_approval` if environment.json has it.
  std::vector<Error> faults = {};            ///< In the order of the checks.
  std::vector<std::string> notices = {};     ///< E.g. that there is nothing to check against.
};

}  // namespace shiptag::domain
