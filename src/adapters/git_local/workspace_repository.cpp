#include "adapters/git_local/workspace_repository.hpp"

#include <sys/stat.h>

#include <filesystem>
#include <system_error>

#include "adapters/git_local/local_path.hpp"
#include "adapters/git_local/repository_files.hpp"
#include "adapters/git_objects/libgit2.hpp"
#include "base/text.hpp"

namespace shiptag::adapters::git_local {
namespace {

using git_objects::check;
using Config = git_objects::Handle<git_config, git_config_free>;

Expected<std::optional<std::string>> configured_origin(git_repository* repository) {
  git_config* raw = nullptr;
  const int read = git_repository_config_snapshot(&raw, repository);
  if (const auto ok = check(read, "reading the repository's configuration"); !ok)
    return fail(ok.error());
  const Config config(raw);
  const char* url = nullptr;
  if (git_config_get_string(&url, raw, "remote.origin.url") < 0) return std::nullopt;
  return std::string(url);
}

bool is_on_another_disk(const std::filesystem::path& folder, const std::filesystem::path& other) {
  struct stat one {};
  struct stat two {};
  return ::stat(folder.c_str(), &one) == 0 && ::stat(other.c_str(), &two) == 0 &&
         one.st_dev != two.st_dev;
}

/// The repository that `folder` is in, searched for as git does: upward, on one file system.
/// @return an empty path if there is none.
Expected<std::filesystem::path> find_repository(const std::string& folder) {
  std::error_code error;
  for (auto at = std::filesystem::absolute(folder, error); !error; at = at.parent_path()) {
    const auto found = check_repository_files(at.string());
    if (!found) return fail(found.error());
    if (*found) return at;
    if (at == at.parent_path() || is_on_another_disk(at, at.parent_path())) break;
  }
  return std::filesystem::path();
}

/// Git resolves a relative path from the work tree's top, or in the repository if it has none.
std::string absolute(git_repository* repository, const std::string& url) {
  if (url.starts_with("file://") || !is_local_remote(url)) return url;
  const char* workdir = git_repository_workdir(repository);
  const std::filesystem::path base = workdir != nullptr ? workdir : git_repository_path(repository);
  return (base / url).lexically_normal().string();
}

}  // namespace

Expected<WorkspaceRepository> read_workspace_repository(const std::string& folder) {
  if (const auto ok = git_objects::start_libgit2(); !ok) return fail(ok.error());
  const auto path = find_repository(folder);
  if (!path) return fail(path.error());
  if (path->empty()) return WorkspaceRepository{};
  git_repository* raw = nullptr;
  const int opened =
      git_repository_open_ext(&raw, path->c_str(), GIT_REPOSITORY_OPEN_NO_SEARCH, nullptr);
  if (opened == GIT_ENOTFOUND) return WorkspaceRepository{};
  if (const auto ok = check(opened, "opening the repository " + in_quotes(path->string())); !ok)
    return fail(ok.error());
  const git_objects::Repository repository(raw);
  auto origin = configured_origin(raw);
  if (!origin) return fail(origin.error());
  WorkspaceRepository found;
  if (*origin) found.origin = absolute(raw, **origin);
  if (git_oid head{}; git_reference_name_to_id(&head, raw, "HEAD") == 0)
    found.head = git_objects::from_git(head);
  return found;
}

}  // namespace shiptag::adapters::git_local
