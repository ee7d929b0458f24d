#pragma once
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "adapters/git_local/ref_file.hpp"
#include "adapters/system/interrupt.hpp"
#include "base/expected.hpp"
#include "domain/object_id.hpp"
#include "ports/clock.hpp"

namespace shiptag::adapters::git_local {

/// How long a store on this machine keeps trying: until its time limit has passed or a signal came.
class Patience {
 public:
  /// The time limit starts here.
  Patience(ports::Clock& clock, std::chrono::milliseconds limit)
      : clock_(clock), limit_(limit), deadline_(clock.steady() + limit) {}

  /// @param what  what is still to be done, for the message.
  /// @return `interrupted` or `unavailable` if it must stop now.
  [[nodiscard]] Expected<void> check(const std::string& what) const {
    if (system::interrupted() != 0)
      return fail(ReasonCode::interrupted, what + ": stopped by a signal");
    if (clock_.steady() < deadline_) return {};
    return fail(ReasonCode::unavailable,
                what + ": timed out after " + std::to_string(limit_.count() / 1000) + " seconds",
                "try again, or allow more time with `timeout_seconds`");
  }

  /// 5 to 45 ms, at random, so that racing processes do not stay in step.
  void wait() const {
    clock_.sleep(std::chrono::milliseconds(5 + static_cast<std::int64_t>(clock_.random() % 41)));
  }

  [[nodiscard]] Timestamp now() const { return clock_.now(); }

 private:
  ports::Clock& clock_;
  std::chrono::milliseconds limit_;
  std::chrono::steady_clock::time_point deadline_;
};

/// The lock file of a ref, `refs/tags/v1.0.0.lock`, which keeps git and other programs from
/// changing it, and which becomes the ref when it is written.
class RefLock {
 public:
  /// @return nullopt if another process has locked it, or removed the folder that it is in;
  ///         `rejected_by_server` naming a symbolic link, `permission`, or `unavailable`.
  [[nodiscard]] static Expected<std::optional<RefLock>> take(const std::string& common_folder,
                                                             const std::string& name);

  /// Makes the ref point to `object`, on the disk before it returns, and releases the lock.
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
  system::Descriptor lock_;  ///< Not open: the lock was released.
};

}  // namespace shiptag::adapters::git_local
