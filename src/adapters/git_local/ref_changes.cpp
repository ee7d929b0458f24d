#include "adapters/git_local/ref_changes.hpp"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdint>
#include <set>
#include <system_error>

#include "adapters/git_local/open_repository.hpp"
#include "adapters/git_local/packed_refs.hpp"
#include "adapters/git_local/ref_values.hpp"
#include "adapters/git_objects/libgit2.hpp"
#include "base/text.hpp"

namespace shiptag::adapters::git_local {
namespace {

using git_objects::check;
using Transaction = git_objects::Handle<git_transaction, git_transaction_free>;
using Changes = std::vector<RefChange>;

constexpr int most_tries = 40;

/// 5 to 45 ms: forty tries take about a second, as long as git waits for `packed-refs`.
void wait_for_lock(ports::Clock& clock) {
  clock.sleep(std::chrono::milliseconds(5 + static_cast<std::int64_t>(clock.random() % 41)));
}

Error still_locked(const std::string& name) {
  return {ReasonCode::conflict, in_quotes(name) + " is locked by another process",
          "try again; if no git process runs there, delete the file " + name + ".lock"};
}

/// A transaction of its own for each ref: libgit2 commits those of one in no known order.
Expected<Transaction> lock(git_repository* repository, const std::string& name,
                           ports::Clock& clock) {
  for (int tries = 0; tries < most_tries; ++tries) {
    git_transaction* raw = nullptr;
    if (const auto ok = check(git_transaction_new(&raw, repository), "locking"); !ok)
      return fail(ok.error());
    Transaction transaction(raw);
    const int code = git_transaction_lock_ref(raw, name.c_str());
    if (code == 0) return transaction;
    // A folder may vanish beneath us when someone deletes the last ref in it.
    if (code != GIT_ELOCKED && code != GIT_ENOTFOUND) {
      if (const auto taken = check_path_is_free(repository, name); !taken)
        return fail(taken.error());
      return fail(check(code, "locking " + in_quotes(name)).error());
    }
    wait_for_lock(clock);
  }
  return fail(still_locked(name));
}

Expected<std::vector<Transaction>> lock_all(git_repository* repository, const Changes& changes,
                                            ports::Clock& clock) {
  std::vector<Transaction> locks;
  for (const RefChange& change : changes) {
    auto locked = lock(repository, change.name, clock);
    if (!locked) return fail(locked.error());
    locks.push_back(std::move(*locked));
  }
  return locks;
}

Expected<PackedRefsLock> lock_packed(git_repository* repository, ports::Clock& clock) {
  const std::string file = common_folder(repository) + "packed-refs";
  for (int tries = 0; tries < most_tries; ++tries) {
    auto lock = PackedRefsLock::take(file);
    if (!lock) return fail(lock.error());
    if (*lock) return std::move(**lock);
    wait_for_lock(clock);
  }
  return fail(still_locked(file));
}

Expected<void> write_loose(git_transaction* lock, const RefChange& change) {
  const git_oid id = git_objects::to_git(*change.to);
  const std::string doing = "writing " + in_quotes(change.name);
  const int set = git_transaction_set_target(lock, change.name.c_str(), &id, nullptr, "shiptag");
  if (auto ok = check(set, doing); !ok) return ok;
  return check(git_transaction_commit(lock), doing);
}

/// The ref stays locked.
Expected<void> delete_loose(git_repository* repository, const RefChange& change) {
  const std::string file = common_folder(repository) + change.name;
  if (::unlink(file.c_str()) == 0 || errno == ENOENT) return {};
  return fail(ReasonCode::unavailable,
              "deleting " + in_quotes(file) + ": " +
                  std::error_code(errno, std::generic_category()).message());
}

/// Takes back `change`, unless someone has already moved the ref on.
Expected<void> undo(git_repository* repository, const RefChange& change, ports::Clock& clock) {
  const RefChange back{change.name, change.to, change.from};
  const auto locked = lock(repository, back.name, clock);
  if (!locked) return fail(locked.error());
  if (auto ok = check_expected(repository, {back}); !ok) return ok;
  return back.to ? write_loose(locked->get(), back) : delete_loose(repository, back);
}

Error undone(git_repository* repository, const Changes& made, ports::Clock& clock, Error error) {
  for (const RefChange& change : made)
    if (const auto ok = undo(repository, change, clock); !ok)
      error.message += "; " + in_quotes(change.name) + " was written and could not be taken back";
  return error;
}

Expected<void> write_all(git_repository* repository, const Changes& changes,
                         const std::vector<Transaction>& locks, ports::Clock& clock) {
  Changes made;
  for (std::size_t i = 0; i < changes.size(); ++i) {
    if (!changes[i].to) continue;
    if (const auto ok = write_loose(locks[i].get(), changes[i]); !ok)
      return fail(undone(repository, made, clock, ok.error()));
    made.push_back(changes[i]);
  }
  return {};
}

/// Packed first: a loose ref hides the packed one, so that a reader never sees an older value.
Expected<void> delete_all(git_repository* repository, const Changes& changes,
                          const PackedRefsLock& packed) {
  std::set<std::string> names;
  for (const RefChange& change : changes)
    if (!change.to) names.insert(change.name);
  if (auto ok = packed.remove(names); !ok) return ok;
  for (const RefChange& change : changes) {
    if (change.to) continue;
    if (auto ok = delete_loose(repository, change); !ok) return ok;
  }
  return {};
}

bool deletes_one(const Changes& changes) {
  return std::any_of(changes.begin(), changes.end(),
                     [](const RefChange& change) { return !change.to; });
}

}  // namespace

Expected<void> check_expected(git_repository* repository, const Changes& changes) {
  std::vector<std::string> names;
  for (const RefChange& change : changes) names.push_back(change.name);
  const auto values = current_values(repository, names);
  if (!values) return fail(values.error());
  for (const RefChange& change : changes) {
    const auto at = values->find(change.name);
    const bool exists = at != values->end();
    if (exists == change.from.has_value() && (!exists || at->second == *change.from)) continue;
    return fail(ReasonCode::conflict,
                in_quotes(change.name) + " is at " + (exists ? at->second.hex() : "nothing") +
                    ", expected " + (change.from ? change.from->hex() : "nothing"),
                "someone else changed it meanwhile; look at it and run again");
  }
  return {};
}

Expected<void> make_all(git_repository* repository, Changes changes, ports::Clock& clock) {
  // By name, so that of two who want the same refs neither waits for the other's.
  std::sort(changes.begin(), changes.end(),
            [](const RefChange& a, const RefChange& b) { return a.name < b.name; });
  const auto locks = lock_all(repository, changes, clock);
  if (!locks) return fail(locks.error());
  if (auto ok = check_expected(repository, changes); !ok) return ok;
  for (const RefChange& change : changes) {
    if (change.from) continue;
    if (auto ok = check_path_is_free(repository, change.name); !ok) return ok;
  }
  if (!deletes_one(changes)) return write_all(repository, changes, *locks, clock);
  const auto packed = lock_packed(repository, clock);
  if (!packed) return fail(packed.error());
  if (auto ok = write_all(repository, changes, *locks, clock); !ok) return ok;
  const auto deleted = delete_all(repository, changes, *packed);
  if (deleted) return {};
  std::erase_if(changes, [](const RefChange& change) { return !change.to; });
  return fail(undone(repository, changes, clock, deleted.error()));
}

}  // namespace shiptag::adapters::git_local
