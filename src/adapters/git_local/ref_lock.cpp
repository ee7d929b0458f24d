#include "adapters/git_local/ref_lock.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <unistd.h>
#include <cerrno>
#include <memory>
#include <string_view>
#include <utility>
#include <vector>

namespace shiptag::adapters::git_local {
namespace {

using system::cannot;
using system::Descriptor;

struct CloseFolder {
  void operator()(DIR* folder) const noexcept { ::closedir(folder); }
};

std::vector<std::string> names_in(int folder) {
  std::vector<std::string> names;
  const std::unique_ptr<DIR, CloseFolder> entries(::fdopendir(::dup(folder)));
  // NOLINTNEXTLINE(concurrency-mt-unsafe): nobody else reads this DIR.
  for (const dirent* entry = nullptr; entries && (entry = ::readdir(entries.get())) != nullptr;) {
    const std::string_view name(static_cast<const char*>(entry->d_name));
    if (name != "." && name != "..") names.emplace_back(name);
  }
  return names;
}

/// Removes the folder `name` if it contains nothing but folders: they are left over from refs that
/// were packed or deleted, and block a ref of this name.
void remove_empty_folder(int parent, const std::string& name) {
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-vararg): open(2) is older than overloads.
  const Descriptor folder(
      ::openat(parent, name.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
  if (!folder.is_open()) return;
  for (const std::string& below : names_in(folder.number()))
    remove_empty_folder(folder.number(), below);
  ::unlinkat(parent, name.c_str(), AT_REMOVEDIR);
}

bool write_all(const Descriptor& file, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(file.number(), text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

}  // namespace

Expected<std::optional<RefLock>> RefLock::take(const std::string& common_folder,
                                               const std::string& name) {
  auto place = find_ref(common_folder, name, Folders::make);
  if (!place) return fail(place.error());
  if (!*place) return std::nullopt;
  auto lock = system::open_regular((*place)->folder.number(), (*place)->file + ".lock",
                                   O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW);
  if (!lock) return fail(lock.error());
  if (lock->is_open()) return RefLock(*std::move(*place), *std::move(lock));
  if (errno == EEXIST || errno == ENOENT) return std::nullopt;
  return fail(cannot("locking", (*place)->path));
}

Expected<void> RefLock::write(const domain::ObjectId& object) {
  const int folder = place_.folder.number();
  if (!write_all(lock_, object.hex() + "\n") || ::fsync(lock_.number()) != 0 ||
      lock_.close() != 0) {
    const Error error = cannot("writing", place_.path + ".lock");
    ::unlinkat(folder, lock_name().c_str(), 0);
    lock_.close();
    return fail(error);
  }
  const auto rename = [&] {
    return ::renameat(folder, lock_name().c_str(), folder, place_.file.c_str()) == 0;
  };
  bool is_written = rename();
  if (!is_written && (errno == EISDIR || errno == ENOTEMPTY || errno == EEXIST)) {
    remove_empty_folder(folder, place_.file);
    is_written = rename();
  }
  if (is_written) {
    ::fsync(folder);  // Some file systems do not sync folders; the ref is there anyway.
    return {};
  }
  const Error error = cannot("writing", place_.path);
  ::unlinkat(folder, lock_name().c_str(), 0);
  return fail(error);
}

Expected<void> RefLock::remove() const {
  if (::unlinkat(place_.folder.number(), place_.file.c_str(), 0) == 0 || errno == ENOENT) return {};
  return fail(cannot("deleting", place_.path));
}

RefLock::RefLock(RefPlace place, Descriptor lock)
    : place_(std::move(place)), lock_(std::move(lock)) {}

RefLock::RefLock(RefLock&& other) noexcept
    : place_(std::move(other.place_)), lock_(std::move(other.lock_)) {}

RefLock::~RefLock() {
  if (lock_.is_open()) ::unlinkat(place_.folder.number(), lock_name().c_str(), 0);
}

}  // namespace shiptag::adapters::git_local
