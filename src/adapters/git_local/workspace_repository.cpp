#include "adapters/git_local/workspace_repository.hpp"

#include <sys/stat.h>
#include <filesystem>
#include <limits>
#include <optional>
#include <system_error>

#include "adapters/git_local/open_repository.hpp"
#include "adapters/git_objects/libgit2.hpp"
#include "adapters/system/regular_file.hpp"
#include "base/text.hpp"
#include "domain/object_id.hpp"

namespace shiptag::adapters::git_local {
namespace {

namespace fs = std::filesystem;
using system::check_regular;

constexpr std::size_t longest_config = std::size_t{1} << 20U;
constexpr std::size_t longest_pointer = 4096;  // One path.
constexpr std::size_t any_size = std::numeric_limits<std::size_t>::max();

Expected<void> check_packs(const fs::path& folder) {
  std::error_code error;
  fs::directory_iterator entry(folder, error);
  for (; !error && entry != fs::directory_iterator(); entry.increment(error))
    if (auto ok = check_regular(entry->path().string(), any_size); !ok) return ok;
  return {};
}

/// What a file such as `commondir` points to, `base` being where relative paths begin.
Expected<std::optional<fs::path>> pointed_to(const fs::path& file, std::string_view key) {
  const auto content = system::read_regular_file(file.string(), longest_pointer);
  if (!content) return fail(content.error());
  std::string_view path = *content ? trimmed(**content) : std::string_view();
  if (!path.starts_with(key) || path.size() == key.size()) return std::nullopt;
  path.remove_prefix(key.size());
  return file.parent_path() / trimmed(path);
}

Expected<void> check_common(const fs::path& folder) {
  for (const char* file : {"config", "config.worktree", "objects/info/alternates"})
    if (auto ok = check_regular((folder / file).string(), longest_config); !ok) return ok;
  if (auto ok = check_regular((folder / "packed-refs").string(), any_size); !ok) return ok;
  return check_packs(folder / "objects/pack");
}

Expected<void> check_head(const fs::path& folder, const fs::path& common) {
  const auto branch = pointed_to(folder / "HEAD", "ref:");
  if (!branch) return fail(branch.error());
  if (!*branch) return {};
  return check_regular((common / (*branch)->lexically_relative(folder)).string(), longest_pointer);
}

Expected<void> check_git_folder(const fs::path& folder) {
  const auto common = pointed_to(folder / "commondir", "");
  if (!common) return fail(common.error());
  if (auto ok = check_regular((folder / "gitdir").string(), longest_pointer); !ok) return ok;
  if (auto ok = check_common(folder); !ok) return ok;
  if (*common)
    if (auto ok = check_common(**common); !ok) return ok;
  return check_head(folder, common->value_or(folder));
}

/// Whether `file` names a ref or a commit, as `HEAD` does.
bool is_head(const fs::path& file) {
  constexpr std::string_view symbolic = "ref:";
  std::error_code error;
  if (fs::is_symlink(file, error))
    return fs::read_symlink(file, error).native().starts_with("refs/");
  const auto content = system::read_regular_file(file.string(), longest_pointer);
  if (!content || !*content) return false;
  const std::string_view text = **content;
  if (text.starts_with(symbolic)) return trimmed(text.substr(symbolic.size())).starts_with("refs/");
  return domain::ObjectId::from_hex(text.substr(0, 40)).has_value();
}

/// How git tells a repository from other folders, which may have a `refs` and an `objects` too.
/// Source: git-init(1), gitrepository-layout(5); git 2.39 checks the same three.
bool is_repository(const fs::path& folder) {
  std::error_code error;
  return fs::is_directory(folder / "objects", error) && fs::is_directory(folder / "refs", error) &&
         is_head(folder / "HEAD");
}

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

Expected<bool> check_repository_files(const std::string& folder) {
  const auto checked = [](const fs::path& git) -> Expected<bool> {
    if (const auto ok = check_git_folder(git); !ok) return fail(ok.error());
    return true;
  };
  const fs::path git = fs::path(folder) / ".git";
  for (const fs::path& candidate : {git, fs::path(folder)})
    if (is_repository(candidate)) return checked(candidate);
  std::error_code error;
  if (!fs::exists(git, error) || fs::is_directory(git, error)) return false;
  const auto elsewhere = pointed_to(git, "gitdir:");
  if (!elsewhere) return fail(elsewhere.error());
  return *elsewhere ? checked(**elsewhere) : Expected<bool>(false);
}

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
