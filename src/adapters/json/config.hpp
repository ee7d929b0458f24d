#pragma once
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/json/read.hpp"

namespace shiptag::adapters::json {

/// What an `environment.json` says; everything in it is optional, unknown members are ignored.
struct EnvironmentFile {
  std::optional<std::string> secrets_file = {};
  std::optional<std::string> url = {};
  std::optional<bool> is_production = {};
  std::optional<bool> requires_approval = {};
  std::vector<std::string> unknown_members = {};  ///< Sanitized; perhaps misspelled.
};

/// @return a fault naming what has the wrong type.
[[nodiscard]] Read<EnvironmentFile> read_environment_file(std::string_view text);

/// The `cloud_mappings` of a `region.json`, provider to that provider's name of the region; empty
/// if there are none. @return a fault naming what has the wrong type.
[[nodiscard]] Read<std::map<std::string, std::string>> read_cloud_mappings(std::string_view text);

}  // namespace shiptag::adapters::json
