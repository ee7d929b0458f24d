#pragma once
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "adapters/config/workspace_environments.hpp"
#include "contract/git_ground.hpp"

namespace shiptag::adapters::config {

inline const std::string encrypted_secrets =
    "TOKEN=ENC[AES256_GCM,data:or8a,iv:Ap3g,tag:VxQ=,type:str]\n"
    "sops_mac=ENC[AES256_GCM,data:or8a,iv:Ap3g,tag:VxQ=,type:str]\n";

/// A workspace in /tmp that the test puts files into.
struct Workspace {
  Workspace() = default;
  ~Workspace() { std::filesystem::remove_all(path); }
  Workspace(const Workspace&) = delete;
  Workspace& operator=(const Workspace&) = delete;

  void put(const std::string& file, const std::string& content) const {
    const std::filesystem::path whole = std::filesystem::path(path) / file;
    std::filesystem::create_directories(whole.parent_path());
    std::ofstream(whole, std::ios::binary) << content;
  }
  void link(const std::string& to, const std::string& name) const {
    const std::filesystem::path whole = std::filesystem::path(path) / name;
    std::filesystem::create_directories(whole.parent_path());
    std::filesystem::create_symlink(to, whole);
  }
  /// An environment in order, with one region.
  void put_environment(const std::string& name) const {
    put("environments/" + name + "/secrets.enc", encrypted_secrets);
    put("environments/" + name + "/regions/us-east/region.json",
        R"({"cloud_mappings": {"aws": "us-east-1", "azure": "eastus"}})");
  }

  [[nodiscard]] Expected<domain::EnvironmentNames> names(const std::string& dir = "") const {
    return WorkspaceEnvironments(path, dir).names();
  }
  [[nodiscard]] domain::EnvironmentConfig load(const std::string& environment,
                                               const std::string& region = "",
                                               const std::string& dir = "") const {
    auto config = WorkspaceEnvironments(path, dir).load(environment, region);
    REQUIRE_MESSAGE(config, config.error().message);
    return *std::move(config);
  }

  std::string path = contract::new_folder();
};

/// The only fault of `config`.
inline Error only_fault(const domain::EnvironmentConfig& config) {
  REQUIRE(config.faults.size() == 1);
  return config.faults.front();
}

}  // namespace shiptag::adapters::config
