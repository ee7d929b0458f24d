#include "adapters/git_local/open_repository.hpp"

#include <unistd.h>

#include <filesystem>
#include <system_error>

#include "adapters/git_local/repository_files.hpp"
#include "base/text.hpp"

namespace shiptag::adapters::git_local {
namespace {

Error not_permitted(const std::string& path) {
  return {ReasonCode::permission, "remote " + in_quotes(path) + " cannot be read by this user",
          "give this user read and write access to the repository's files"};
}

/// `path`, or `path.git` where only that exists.
Expected<std::string> existing(const std::string& path) {
  for (const std::string& candidate : {path, path + ".git"}) {
    std::error_code error;
    const auto status = std::filesystem::status(candidate, error);
    if (error == std::errc::permission_denied) return fail(not_permitted(path));
    if (std::filesystem::is_directory(status)) return candidate;
    if (std::filesystem::exists(status))
      return fail(ReasonCode::invalid_input,
                  "remote " + in_quotes(path) + " is a file, not a git repository");
  }
  return fail(ReasonCode::invalid_input, "remote " + in_quotes(path) + " does not exist",
              "name the folder of a git repository; `git init --bare` makes one");
}

}  // namespace

Expected<git_objects::Repository> open_repository(const std::string& path) {
  if (const auto ok = git_objects::start_libgit2(); !ok) return fail(ok.error());
  git_libgit2_opts(GIT_OPT_ENABLE_FSYNC_GITDIR, 1);
  const auto folder = existing(path);
  if (!folder) return fail(folder.error());
  if (::access(folder->c_str(), R_OK | X_OK) != 0) return fail(not_permitted(path));
  if (const auto ok = check_repository_files(*folder); !ok)
    return fail(while_doing("remote " + in_quotes(path), ok.error()));
  git_repository* raw = nullptr;
  const int code =
      git_repository_open_ext(&raw, folder->c_str(), GIT_REPOSITORY_OPEN_NO_SEARCH, nullptr);
  if (code == GIT_ENOTFOUND)
    return fail(ReasonCode::invalid_input, "remote " + in_quotes(path) + " is not a git repository",
                "name the folder of a git repository; `git init --bare` makes one");
  if (const auto ok = git_objects::check(code, "opening " + in_quotes(path)); !ok)
    return fail(ok.error());
  return git_objects::Repository(raw);
}

std::string common_folder(git_repository* repository) {
  return git_repository_commondir(repository);
}

}  // namespace shiptag::adapters::git_local
