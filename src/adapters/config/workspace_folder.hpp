#pragma once
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/expected.hpp"

namespace shiptag::adapters::config {

/// A folder that nothing read through it leaves, neither by `..` nor by a symbolic link.
class WorkspaceFolder {
 public:
  /// @return nullopt if `path` is no folder.
  [[nodiscard]] static std::optional<WorkspaceFolder> open(const std::filesystem::path& path);

  [[nodiscard]] const std::filesystem::path& path() const noexcept { return path_; }

  /// Where `relative` is, links resolved; nullopt if there is no such thing.
  /// @return `invalid_input` if it is outside of the folder, or may not be looked at.
  [[nodiscard]] Expected<std::optional<std::filesystem::path>> find(
      const std::filesystem::path& relative) const;

  /// The names of the folders in `relative`, sorted; those that lead out are left out.
  [[nodiscard]] std::vector<std::string> folders_in(const std::filesystem::path& relative) const;

  /// The content of the file; nullopt if there is none.
  /// @return `invalid_input` if it is outside of the folder, no regular file, larger than 1 MiB, or
  ///         cannot be read.
  [[nodiscard]] Expected<std::optional<std::string>> read(
      const std::filesystem::path& relative) const;

 private:
  explicit WorkspaceFolder(std::filesystem::path path) : path_(std::move(path)) {}
  std::filesystem::path path_;  ///< Canonical.
};

}  // namespace shiptag::adapters::config
