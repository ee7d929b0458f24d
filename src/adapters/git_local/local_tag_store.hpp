#pragma once
#include <string>
#include <vector>

#include "adapters/git_local/ref_lock.hpp"
#include "ports/tag_store.hpp"

namespace shiptag::adapters::git_local {

/// The tags of a repository on this machine, bare or not, read and written where they are.
///
/// The repository's hooks do not run: no push happens. A path that does not exist or is not a
/// repository is `invalid_input`, one that this user cannot read or write `permission`.
class LocalTagStore final : public ports::TagStore {
 public:
  /// @param remote  a path or `file://` URL; see is_local_remote().
  /// @param patience  the time limit, also for waiting for locks.
  LocalTagStore(std::string remote, const Patience& patience)
      : remote_(std::move(remote)), patience_(patience) {}

  [[nodiscard]] Expected<void> list(const std::vector<std::string>& prefixes,
                                    ports::TagSink& sink) override;
  [[nodiscard]] Expected<std::vector<ports::TagObject>> read(
      const std::vector<ports::TagRef>& tags) override;
  [[nodiscard]] Expected<ports::Updated> update(
      const std::vector<ports::TagUpdate>& updates) override;
  [[nodiscard]] Expected<void> check_writable() override;

 private:
  std::string remote_;
  Patience patience_;
};

}  // namespace shiptag::adapters::git_local
