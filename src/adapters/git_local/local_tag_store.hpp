#pragma once
#include <string>
#include <vector>

#include "ports/clock.hpp"
#include "ports/tag_store.hpp"

namespace shiptag::adapters::git_local {

/// The tags of a repository on this machine, bare or not, read and written where they are.
///
/// The repository's hooks do not run: no push happens. A repository that does not exist or is none
/// is `invalid_input`, one that this user may not read or write `permission`.
class LocalTagStore final : public ports::TagStore {
 public:
  /// @param remote  a path or `file://` URL; see is_local_remote().
  /// @param clock   outlives this; waits for locks.
  LocalTagStore(std::string remote, ports::Clock& clock)
      : remote_(std::move(remote)), clock_(clock) {}

  [[nodiscard]] Expected<void> list(const std::vector<std::string>& prefixes,
                                    ports::TagSink& sink) override;
  [[nodiscard]] Expected<std::vector<ports::TagObject>> read(
      const std::vector<ports::TagRef>& tags) override;
  [[nodiscard]] Expected<ports::Updated> update(
      const std::vector<ports::TagUpdate>& updates) override;
  [[nodiscard]] Expected<void> check_writable() override;

 private:
  std::string remote_;
  ports::Clock& clock_;
};

}  // namespace shiptag::adapters::git_local
