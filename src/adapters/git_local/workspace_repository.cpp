#include "adapters/git_local/workspace_repository.hpp"

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

/// Checks the repository that the search from `folder` upward will find.
Expected<void> check_around(const std::string& folder) {
  std::error_code error;
  const auto start = std::filesystem::absolute(folder, error);
  for (auto at = start; !error; at = at.parent_path()) {
    const auto found = check_repository_files(at.string());
    if (!found) return fail(found.error());
    if (*found || at == at.parent_path()) break;
  }
  return {};
}

/// Git reads a relative path from the work tree's top, or in the repository if it has none.
std::string absolute(git_repository* repository, const std::string& url) {
  if (url.starts_with("file://") || !is_local_remote(url)) return url;
  const char* workdir = git_repository_workdir(repository);
  const std::filesystem::path base = workdir != nullptr ? workdir : git_repository_path(repository);
  return (base / url).lexically_normal().string();
}

}  // namespace

Expected<WorkspaceRepository> read_workspace_repository(const std::string& folder) {
  if (const auto ok = git_objects::start_libgit2(); !ok) return fail(ok.error());
  if (const auto ok = check_around(folder); !ok) return fail(ok.error());
  git_repository* raw = nullptr;
  const int opened = git_repository_open_ext(&raw, folder.c_str(), 0, nullptr);
  if (opened == GIT_ENOTFOUND) return WorkspaceRepository{};
  if (const auto ok = check(opened, "opening the repository around " + in_quotes(folder)); !ok)
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
