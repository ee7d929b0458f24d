#pragma once
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/expected.hpp"
#include "ports/environment_source.hpp"

namespace shiptag::adapters::config {

/// A folder; nothing read through it is outside of it, neither by `..` nor by a symbolic link.
class WorkspaceFolder {
 public:
  /// @return nullopt if `path` is not a folder.
  [[nodiscard]] static std::optional<WorkspaceFolder> open(const std::filesystem::path& path);

  [[nodiscard]] const std::filesystem::path& path() const noexcept { return path_; }

  /// Where `relative` is, links resolved; nullopt if it does not exist.
  /// @return `invalid_input` if it is outside of the folder, or cannot be examined.
  [[nodiscard]] Expected<std::optional<std::filesystem::path>> find(
      const std::filesystem::path& relative) const;

  /// The names of the folders in `relative`, sorted; those that lead out are left out.
  [[nodiscard]] std::vector<std::string> folders_in(const std::filesystem::path& relative) const;

  /// The content of the file; nullopt if there is none.
  /// @return `invalid_input` if it is outside of the folder, not a regular file, larger than 1 MiB,
  ///         or cannot be read.
  [[nodiscard]] Expected<std::optional<std::string>> read(
      const std::filesystem::path& relative) const;

 private:
  explicit WorkspaceFolder(std::filesystem::path path) : path_(std::move(path)) {}
  std::filesystem::path path_;  ///< Canonical.
};

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
  /// Where the environments are, relative to the workspace; nullopt if nothing is checked.
  struct Root {
    WorkspaceFolder folder;
    std::string config_path;  ///< `environments`
  };
  [[nodiscard]] Expected<std::optional<Root>> place() const;

  std::string workspace_;
  std::string environments_dir_;
};

}  // namespace shiptag::adapters::config
