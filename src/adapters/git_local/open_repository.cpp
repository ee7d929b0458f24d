#include "adapters/git_local/open_repository.hpp"

#include <sys/stat.h>
#include <unistd.h>
#include <charconv>
#include <cstddef>
#include <filesystem>
#include <system_error>

#include "adapters/git_local/workspace_repository.hpp"
#include "base/text.hpp"

namespace shiptag::adapters::git_local {
namespace {

constexpr std::string_view file_scheme = "file://";

Expected<std::string> without_escapes(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] != '%') {
      out.push_back(text[at]);
      continue;
    }
    const std::string_view digits = text.substr(at + 1, 2);
    unsigned value = 0;
    const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
    if (digits.size() != 2 || read.ec != std::errc{} || read.ptr != digits.data() + digits.size())
      return fail(ReasonCode::invalid_input,
                  "remote " + in_quotes(text) + " has a '%' that is not followed by two hex digits",
                  "write a percent sign in a URL as %25");
    out.push_back(static_cast<char>(value));
    at += digits.size();
  }
  return out;
}

/// If this fails, root's file stays readable, as git's files are, so the failure is ignored.
void give(const std::string& path, const struct stat& owner) {
  struct stat known {};
  if (::lstat(path.c_str(), &known) != 0 || known.st_uid != 0) return;
  if (::lchown(path.c_str(), owner.st_uid, owner.st_gid) != 0) return;
}

/// Gives `folder/path` and every folder between the two.
void give_all(const std::string& folder, const std::string& path, const struct stat& owner) {
  for (std::size_t end = path.find('/'); end != std::string::npos; end = path.find('/', end + 1))
    give(folder + path.substr(0, end), owner);
  give(folder + path, owner);
}

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

bool is_local_remote(std::string_view remote) noexcept {
  if (remote.starts_with(file_scheme)) return true;
  if (remote.empty() || remote.find("://") != std::string_view::npos) return false;
  return remote.substr(0, remote.find('/')).find(':') == std::string_view::npos;
}

Expected<std::string> path_of_remote(std::string_view remote) {
  std::string path(remote);
  if (remote.starts_with(file_scheme)) {
    const std::string_view behind = remote.substr(file_scheme.size());
    const std::size_t slash = behind.find('/');
    const std::string_view host = behind.substr(0, slash);
    if (slash == std::string_view::npos || (!host.empty() && host != "localhost"))
      return fail(ReasonCode::invalid_input,
                  "remote " + in_quotes(remote) +
                      " names a host, but a file:// URL is only for this machine",
                  "write file:///path/to/repository.git");
    auto decoded = without_escapes(behind.substr(slash));
    if (!decoded) return decoded;
    path = std::move(*decoded);
  }
  if (path.empty() || has_control_characters(path))
    return fail(ReasonCode::invalid_input,
                "remote " + in_quotes(remote) + " is empty or contains control characters");
  return path;
}

void give_to_owner(const std::string& common_folder, const std::vector<std::string>& refs,
                   const std::vector<domain::ObjectId>& objects) {
  struct stat owner {};
  if (::geteuid() != 0 || ::stat(common_folder.c_str(), &owner) != 0 || owner.st_uid == 0) return;
  for (const std::string& ref : refs) give_all(common_folder, ref, owner);
  for (const domain::ObjectId& object : objects) {
    const std::string hex = object.hex();
    give_all(common_folder, "objects/" + hex.substr(0, 2) + "/" + hex.substr(2), owner);
  }
}

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
