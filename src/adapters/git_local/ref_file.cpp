#include "adapters/git_local/ref_file.hpp"

#include <fcntl.h>
#include <git2.h>
#include <sys/stat.h>
#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <string_view>
#include <system_error>

#include "base/text.hpp"

namespace shiptag::adapters::git_local {
namespace {

using system::Descriptor;

bool is_link(const Descriptor& folder, const std::string& name) {
  struct stat known {};
  return ::fstatat(folder.number(), name.c_str(), &known, AT_SYMLINK_NOFOLLOW) == 0 &&
         S_ISLNK(known.st_mode);
}

/// The folder `name` in `folder`; not open, with errno, if there is none.
Descriptor step_into(const Descriptor& folder, const std::string& name, Folders folders) {
  constexpr mode_t for_all = 0777;  // Less what the umask takes away.
  if (folders == Folders::make && ::mkdirat(folder.number(), name.c_str(), for_all) != 0 &&
      errno != EEXIST)
    return {};
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-vararg): open(2) is older than overloads.
  return Descriptor(
      ::openat(folder.number(), name.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
}

RefFile parse(std::string_view content) {
  constexpr std::string_view symbolic = "ref:";
  content = trimmed(content);
  if (!content.starts_with(symbolic)) return {domain::ObjectId::from_hex(content)};
  content.remove_prefix(symbolic.size());
  RefFile ref;
  int valid = 0;
  const std::string target(trimmed(content));
  if (git_reference_name_is_valid(&valid, target.c_str()) == 0 && valid != 0) ref.target = target;
  return ref;
}

using Names = std::vector<std::string>;

bool has_one_of(std::string_view name, const Names& prefixes) {
  return std::any_of(prefixes.begin(), prefixes.end(),
                     [&](const std::string& prefix) { return name.starts_with(prefix); });
}

/// Whether something below `folder` (with its slash) can have one of `prefixes`.
bool may_hold(std::string_view folder, const Names& prefixes) {
  return has_one_of(folder, prefixes) ||
         std::any_of(prefixes.begin(), prefixes.end(), [&](const std::string& prefix) {
           return std::string_view(prefix).starts_with(folder);
         });
}

bool is_ref_name(const std::string& name) {
  int valid = 0;
  return git_reference_name_is_valid(&valid, name.c_str()) == 0 && valid != 0;
}

/// Whether the file or folder `name` is one of those asked for, or may contain one.
bool may_be_asked(const std::string& name, const Names& prefixes) {
  return has_one_of(name, prefixes) || may_hold(name + "/", prefixes);
}

std::string without_slash(std::string folder) {
  folder.pop_back();
  return folder;
}

/// Adds what is in the last folder of `to_do` to `found`, and to `to_do` the folders in it.
Expected<void> look_into(const std::string& common_folder, const Names& prefixes, Names& to_do,
                         Names& found) {
  const std::string folder = std::move(to_do.back());
  to_do.pop_back();
  if (!may_hold(folder, prefixes)) return {};
  std::error_code error;
  if (std::filesystem::is_symlink(without_slash(common_folder + folder), error))
    return fail(is_a_link(common_folder + folder));
  std::filesystem::directory_iterator entry(common_folder + folder, error);
  for (; !error && entry != std::filesystem::directory_iterator(); entry.increment(error)) {
    std::error_code gone;  // Set if someone deletes it meanwhile: neither folder nor ref then.
    const std::string name = folder + entry->path().filename().string();
    if (entry->is_symlink(gone) && may_be_asked(name, prefixes))
      return fail(is_a_link(common_folder + name));
    if (entry->is_directory(gone))
      to_do.push_back(name + "/");
    else if (is_ref_name(name))
      found.push_back(name);
  }
  if (!error || error == std::errc::no_such_file_or_directory) return {};
  return fail(
      error == std::errc::permission_denied ? ReasonCode::permission : ReasonCode::unavailable,
      "reading " + in_quotes(common_folder + folder) + ": " + error.message());
}

}  // namespace

Error cannot_exist_together(const std::string& name, const std::string& other) {
  return {ReasonCode::invalid_input, in_quotes(name) + " cannot exist next to " + in_quotes(other),
          "choose another name: git keeps refs as files, so one name cannot be a folder of "
          "another"};
}

Error holds_no_id(const std::string& name) {
  return {ReasonCode::rejected_by_server, in_quotes(name) + " does not contain an object ID",
          "set it again from another clone, or remove it: `git update-ref -d " + name + "`"};
}

Error names_nothing(const std::string& name, const std::string& what) {
  return {ReasonCode::rejected_by_server,
          in_quotes(name) + " points to the " + what + ", which is missing",
          "repair the repository: `git fsck` lists such refs, and `git update-ref -d " + name +
              "` removes this one"};
}

Error is_a_link(const std::string& path) {
  return {ReasonCode::rejected_by_server,
          in_quotes(path, 300) + " is a symbolic link; shiptag does not follow links to refs",
          "replace it with a regular file or folder, or remove it"};
}

Expected<std::optional<RefPlace>> find_ref(const std::string& common_folder,
                                           const std::string& name, Folders folders) {
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-vararg): open(2) is older than overloads.
  Descriptor folder(::open(common_folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!folder.is_open()) return fail(system::cannot("opening", common_folder));
  auto segments = split(name, '/');
  const std::string file(segments.back());
  segments.pop_back();
  std::string path = common_folder;
  for (const std::string_view segment : segments) {
    path.append(segment);
    Descriptor next = step_into(folder, std::string(segment), folders);
    if (!next.is_open()) {
      const int error = errno;
      if (is_link(folder, std::string(segment))) return fail(is_a_link(path));
      if (error == ENOTDIR && folders == Folders::make)
        return fail(cannot_exist_together(name, path.substr(common_folder.size())));
      if (error == ENOENT || error == ENOTDIR) return std::nullopt;
      errno = error;
      return fail(system::cannot("opening", path));
    }
    folder = std::move(next);
    path += '/';
  }
  return RefPlace{std::move(folder), file, path + file};
}

Expected<std::optional<RefFile>> read_ref_file(const std::string& common_folder,
                                               const std::string& name) {
  constexpr std::size_t longest = 4096;  // Far more than `ref: ` and the longest name of a file.
  auto place = find_ref(common_folder, name, Folders::leave);
  if (!place) return fail(place.error());
  if (!*place) return std::nullopt;
  const RefPlace& at = **place;
  const auto file = system::open_regular(at.folder.number(), at.file, O_RDONLY | O_NOFOLLOW);
  if (!file) {
    struct stat known {};
    const bool is_folder =
        ::fstatat(at.folder.number(), at.file.c_str(), &known, AT_SYMLINK_NOFOLLOW) == 0 &&
        S_ISDIR(known.st_mode);
    if (is_folder) return std::nullopt;
    return fail(while_doing("ref " + in_quotes(name), file.error()));
  }
  if (!file->is_open()) {
    if (errno == ENOENT || errno == ENOTDIR) return std::nullopt;
    if (errno == ELOOP) return fail(is_a_link(at.path));
    return fail(system::cannot("reading", at.path));
  }
  const auto content = system::read_to_end(*file, at.path, longest);
  if (!content) return fail(content.error());
  return parse(*content);
}

Expected<Names> loose_tags(const std::string& common_folder, const Names& prefixes) {
  Names found;
  Names to_do = {"refs/tags/"};
  while (!to_do.empty())
    if (const auto ok = look_into(common_folder, prefixes, to_do, found); !ok)
      return fail(ok.error());
  std::erase_if(found, [&](const std::string& name) { return !has_one_of(name, prefixes); });
  return found;
}

}  // namespace shiptag::adapters::git_local
