#pragma once
#include <optional>
#include <string>

#include "adapters/git_local/ref_file.hpp"
#include "base/expected.hpp"
#include "domain/object_id.hpp"

namespace shiptag::adapters::git_local {

/// The lock file of a ref, `refs/tags/v1.0.0.lock`, which keeps git and other programs from
/// changing it, and which becomes the ref when it is written.
class RefLock {
 public:
  /// @return nullopt if another process has locked it, or removed the folder that it is in;
  ///         `rejected_by_server` naming a symbolic link, `permission` or `unavailable`.
  [[nodiscard]] static Expected<std::optional<RefLock>> take(const std::string& common_folder,
                                                             const std::string& name);

  /// Makes the ref point to `object`, on the disk before it returns, and gives the lock up.
  [[nodiscard]] Expected<void> write(const domain::ObjectId& object);
  /// Removes the ref's file, if there is one, and keeps the lock.
  [[nodiscard]] Expected<void> remove() const;

  RefLock(RefLock&& other) noexcept;
  RefLock& operator=(RefLock&&) = delete;
  RefLock(const RefLock&) = delete;
  RefLock& operator=(const RefLock&) = delete;
  ~RefLock();

 private:
  RefLock(RefPlace place, system::Descriptor lock);
  [[nodiscard]] std::string lock_name() const { return place_.file + ".lock"; }

  RefPlace place_;
  system::Descriptor lock_;  ///< Not open: the lock was given up.
};

}  // namespace shiptag::adapters::git_local
