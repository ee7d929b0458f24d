#pragma once
#include <optional>
#include <string>

#include "adapters/system/regular_file.hpp"
#include "base/expected.hpp"
#include "domain/object_id.hpp"

namespace shiptag::adapters::git_local {

/// What the file of a ref holds. Source: gitrepository-layout(5), git-check-ref-format(1).
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

/// Goes down to the folder that the ref's file is in. No symbolic link below `refs/` is followed,
/// as it could lead out of the repository.
/// @param common_folder  what `refs/` is in, with a slash at its end.
/// @param name           `refs/tags/api/v1.0.0`
/// @param folders        whether those that are missing are made.
/// @return nullopt if a folder is missing, or vanished meanwhile; `rejected_by_server` naming a
///         symbolic link, `invalid_input` naming a ref that is where a folder is to be made.
[[nodiscard]] Expected<std::optional<RefPlace>> find_ref(const std::string& common_folder,
                                                         const std::string& name, Folders folders);

/// @return nullopt if there is no such file; `rejected_by_server` if it, or a folder that it is in,
///         is a symbolic link; `invalid_input` if it is no regular file.
[[nodiscard]] Expected<std::optional<RefFile>> read_ref_file(const std::string& common_folder,
                                                             const std::string& name);

/// What is said where git cannot hold `name` beside `other`: one is a folder of the other.
[[nodiscard]] Error cannot_exist_together(const std::string& name, const std::string& other);

/// What is said of the ref `name` where its file holds neither an id nor a ref's name.
[[nodiscard]] Error holds_no_id(const std::string& name);

/// What is said of the ref `name` where the repository lacks what it leads to.
[[nodiscard]] Error names_nothing(const std::string& name, const std::string& what);

/// What is said of a symbolic link in place of a ref or of a folder of refs.
[[nodiscard]] Error is_a_link(const std::string& path);

}  // namespace shiptag::adapters::git_local
