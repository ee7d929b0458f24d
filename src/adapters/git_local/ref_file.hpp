#pragma once
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "adapters/system/regular_file.hpp"
#include "base/expected.hpp"
#include "domain/object_id.hpp"

namespace shiptag::adapters::git_local {

/// What the file of a ref contains. Source: gitrepository-layout(5), git-check-ref-format(1).
struct RefFile {
  std::optional<domain::ObjectId> object = {};
  std::string target = {};  ///< Of a symbolic ref.
  [[nodiscard]] bool is_broken() const { return !object && target.empty(); }
};

/// Where the file of a ref is: an open folder, and the file's name in it.
struct RefPlace {
  system::Descriptor folder;
  std::string file;
  std::string path;  ///< Of the file, for messages.
};

enum class Folders { make, leave };

/// Opens the folder that the ref's file is in. No symbolic link below `refs/` is followed, because
/// it could lead out of the repository.
/// @param common_folder  what `refs/` is in, with a slash at its end.
/// @param name           `refs/tags/api/v1.0.0`
/// @param folders        whether missing ones are created.
/// @return nullopt if a folder is missing, or vanished meanwhile; `rejected_by_server` naming a
///         symbolic link, `invalid_input` naming a ref in the place of a folder to be created.
[[nodiscard]] Expected<std::optional<RefPlace>> find_ref(const std::string& common_folder,
                                                         const std::string& name, Folders folders);

/// @return nullopt if there is no such file; `rejected_by_server` if it, or a folder that it is in,
///         is a symbolic link; `invalid_input` if it is not a regular file.
[[nodiscard]] Expected<std::optional<RefFile>> read_ref_file(const std::string& common_folder,
                                                             const std::string& name);

/// The error if git cannot have both `name` and `other`: one is a folder of the other.
[[nodiscard]] Error cannot_exist_together(const std::string& name, const std::string& other);

/// The error for the ref `name` if its file contains neither an id nor a ref's name.
[[nodiscard]] Error holds_no_id(const std::string& name);

/// The error for the ref `name` if the repository lacks what it points to.
[[nodiscard]] Error names_nothing(const std::string& name, const std::string& what);

/// The error for a symbolic link in place of a ref or of a folder of refs.
[[nodiscard]] Error is_a_link(const std::string& path);

/// The names (`refs/tags/…`) of the files in `refs/tags/` that could be refs with one of `prefixes`
/// (`refs/tags/api/`); files that cannot be refs, such as lock files, are left out.
/// @param common_folder  what `refs/` is in, with a slash at its end.
/// @return `permission` or `unavailable` naming the folder that cannot be read, or
///         `rejected_by_server` naming a symbolic link that could be or contain such a name.
[[nodiscard]] Expected<std::vector<std::string>> loose_tags(
    const std::string& common_folder, const std::vector<std::string>& prefixes);

}  // namespace shiptag::adapters::git_local
