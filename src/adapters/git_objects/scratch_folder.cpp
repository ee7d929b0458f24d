#include "adapters/git_objects/scratch_folder.hpp"

#include <cstdlib>
#include <filesystem>
#include <system_error>
#include <vector>

namespace shiptag::adapters::git_objects {

Expected<ScratchFolder> ScratchFolder::create() {
  std::vector<std::string> parents = {"/tmp", "/dev/shm"};
  if (const char* chosen = std::getenv("TMPDIR"); chosen != nullptr && *chosen != '\0')
    parents.insert(parents.begin(), chosen);
  for (const std::string& parent : parents) {
    std::string path = parent + "/shiptag-XXXXXX";
    if (::mkdtemp(path.data()) != nullptr) return ScratchFolder(std::move(path));
  }
  return fail(ReasonCode::unavailable,
              "no temporary folder can be written: $TMPDIR, /tmp, /dev/shm",
              "set TMPDIR to a folder that this user may write");
}

ScratchFolder::~ScratchFolder() {
  if (path_.empty()) return;
  std::error_code ignored;  // A destructor cannot report, and what stays is small and private.
  std::filesystem::remove_all(path_, ignored);
}

}  // namespace shiptag::adapters::git_objects
