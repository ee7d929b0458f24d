#pragma once
#include <string>
#include <utility>

#include "base/expected.hpp"

namespace shiptag::adapters::git_objects {

/// A new folder that only this user can look into, removed with all it holds when it goes.
class ScratchFolder {
 public:
  /// In $TMPDIR, else /tmp, else /dev/shm, which a container with a read-only root still has.
  /// @return `unavailable` if none of them can be written.
  [[nodiscard]] static Expected<ScratchFolder> create();

  ScratchFolder(ScratchFolder&& other) noexcept : path_(std::exchange(other.path_, {})) {}
  ScratchFolder& operator=(ScratchFolder&&) = delete;
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;
  ~ScratchFolder();

  [[nodiscard]] const std::string& path() const noexcept { return path_; }

 private:
  explicit ScratchFolder(std::string path) : path_(std::move(path)) {}
  std::string path_;
};

}  // namespace shiptag::adapters::git_objects
