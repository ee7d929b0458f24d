#include "adapters/git_local/ref_file.hpp"

#include <fcntl.h>
#include <git2.h>
#include <sys/stat.h>

#include <cerrno>

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

}  // namespace

Error cannot_exist_together(const std::string& name, const std::string& other) {
  return {ReasonCode::invalid_input, in_quotes(name) + " cannot exist beside " + in_quotes(other),
          "choose another name: git keeps refs as files, so one name cannot be a folder of "
          "another"};
}

Error holds_no_id(const std::string& name) {
  return {ReasonCode::rejected_by_server, in_quotes(name) + " does not contain an object id",
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
          in_quotes(path, 300) + " is a symbolic link; refs are not read or written through one",
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

}  // namespace shiptag::adapters::git_local
