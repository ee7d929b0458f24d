#include "adapters/git_local/ownership.hpp"

#include <sys/stat.h>
#include <unistd.h>

namespace shiptag::adapters::git_local {
namespace {

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

}  // namespace

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

}  // namespace shiptag::adapters::git_local
