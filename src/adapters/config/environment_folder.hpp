#pragma once
#include <string>
#include <string_view>

#include "adapters/config/workspace_environments.hpp"
#include "domain/environment.hpp"

namespace shiptag::adapters::config {

/// Reads the folder of one environment and notes every fault in it.
class EnvironmentFolder {
 public:
  /// @param environments  the folder of all environments.
  /// @param config_path   its path relative to the workspace: `environments`.
  /// @param name          an environment's name.
  EnvironmentFolder(const WorkspaceFolder& environments, std::string config_path, std::string name)
      : environments_(environments), config_path_(std::move(config_path)), name_(std::move(name)) {}

  /// @param region  the region asked for; empty: all that the environment has.
  [[nodiscard]] domain::EnvironmentConfig read(std::string_view region);

 private:
  [[nodiscard]] bool exists();
  void read_environment_file();
  void read_regions(std::string_view wanted);
  [[nodiscard]] Expected<domain::Region> read_region(const std::string& region) const;
  [[nodiscard]] Error region_missing(const std::string& region, const std::string& what) const;
  void check_secrets();
  void check_shared_secrets();
  void check_encrypted(const std::string& shown, std::string_view text);
  void fault(Error error) { config_.faults.push_back(std::move(error)); }

  const WorkspaceFolder& environments_;
  std::string config_path_;
  std::string name_;
  std::string secrets_name_ = "secrets.enc";  ///< Relative to the environment's folder.
  domain::EnvironmentConfig config_;
};

}  // namespace shiptag::adapters::config
