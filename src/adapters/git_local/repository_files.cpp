#include "adapters/git_local/repository_files.hpp"

#include <filesystem>
#include <limits>
#include <optional>
#include <system_error>

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

}  // namespace shiptag::adapters::git_local
