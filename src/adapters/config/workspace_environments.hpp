#pragma once
#include <optional>
#include <string>

#include "adapters/config/workspace_folder.hpp"
#include "ports/environment_source.hpp"

namespace shiptag::adapters::config {

/// The environments that a workspace has folders for: `environments/<name>/` with `secrets.enc` and
/// perhaps `environment.json`, `environments/<name>/regions/<region>/region.json`, and what all of
/// them share in `environments/global/`.
class WorkspaceEnvironments final : public ports::EnvironmentSource {
 public:
  /// @param workspace         the folder that the project is checked out in; it may be empty.
  /// @param environments_dir  the input: a folder in the workspace; `none`: nothing is checked;
  ///                          empty: `environments`, or nothing is checked, with a notice.
  WorkspaceEnvironments(std::string workspace, std::string environments_dir)
      : workspace_(std::move(workspace)), environments_dir_(std::move(environments_dir)) {}

  [[nodiscard]] Expected<domain::EnvironmentNames> names() override;
  [[nodiscard]] Expected<domain::EnvironmentConfig> load(std::string_view environment,
                                                         std::string_view region) override;

 private:
  /// Where the environments are, from the workspace on; nullopt where nothing is to be checked.
  struct Root {
    WorkspaceFolder folder;
    std::string config_path;  ///< `environments`
  };
  [[nodiscard]] Expected<std::optional<Root>> place() const;

  std::string workspace_;
  std::string environments_dir_;
};

}  // namespace shiptag::adapters::config
