#pragma once
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/expected.hpp"

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

}  // namespace shiptag::adapters::config
