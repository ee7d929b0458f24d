#pragma once
#include <git2.h>

#include <optional>
#include <string>
#include <vector>

#include "adapters/git_local/ref_lock.hpp"
#include "base/expected.hpp"
#include "domain/object_id.hpp"

namespace shiptag::adapters::git_local {

/// One ref of a compare-and-swap.
struct RefChange {
  std::string name;                      ///< `refs/tags/v1.0.0`
  std::optional<domain::ObjectId> from;  ///< Nullopt: must not exist.
  std::optional<domain::ObjectId> to;    ///< An object of the repository; nullopt deletes.
};

/// Whether each ref is what its change starts from. @return `conflict` naming the first that is
/// not, or `rejected_by_server` if that one points to a missing object.
[[nodiscard]] Expected<void> check_expected(git_repository* repository,
                                            const std::vector<RefChange>& changes);

/// Makes all of `changes`, or none.
///
/// Every ref is locked with git's own lock files, which keep git and other programs out, before
/// the first is read, and all are checked before the first is written. They are then written one
/// after the other, as git's own files backend does: a reader may see the first a moment before
/// the last, and a power cut may leave it that way. A write that fails undoes those before it.
/// Waits for a lock that someone else has.
/// @return `conflict` if a ref is not as expected; `unavailable` naming a lock that stays;
///         `rejected_by_server` naming a ref that is broken, or a symbolic link; `invalid_input`
///         if git cannot have the name beside another one; `interrupted`.
[[nodiscard]] Expected<void> make_all(git_repository* repository, std::vector<RefChange> changes,
                                      const Patience& patience);

}  // namespace shiptag::adapters::git_local
