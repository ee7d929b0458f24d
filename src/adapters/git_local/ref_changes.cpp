#include "adapters/git_local/ref_changes.hpp"

#include <sys/stat.h>

#include <algorithm>
#include <cstdint>
#include <set>

#include "adapters/git_local/objects.hpp"
#include "adapters/git_local/open_repository.hpp"
#include "adapters/git_local/packed_refs.hpp"
#include "adapters/git_local/ref_file.hpp"
#include "adapters/git_local/ref_lock.hpp"
#include "adapters/git_local/ref_values.hpp"
#include "base/text.hpp"

namespace shiptag::adapters::git_local {
namespace {

using Changes = std::vector<RefChange>;

/// The error for a lock that stays: its file, and how old it is.
Error still_locked(const std::string& lock, const Error& ended, const Patience& patience) {
  struct stat known {};
  if (ended.code != ReasonCode::unavailable || ::stat(lock.c_str(), &known) != 0) return ended;
  const std::int64_t age = std::max<std::int64_t>(patience.now().seconds - known.st_mtime, 0);
  return {ended.code,
          in_quotes(lock, 300) +
              " is in use by another process, or was left behind by one that was killed; it is " +
              std::to_string(age) + " seconds old",
          "if no git process is running there, delete that file; otherwise try again, or allow "
          "more time with `timeout_seconds`"};
}

/// Waits until `take` gets the lock, whose file is `lock`.
template <typename Lock, typename Take>
Expected<Lock> wait_for(const std::string& lock, const Patience& patience, Take take) {
  while (true) {
    Expected<std::optional<Lock>> taken = take();
    if (!taken) return fail(taken.error());
    if (*taken) return *std::move(*taken);
    if (const auto ok = patience.check(lock); !ok)
      return fail(still_locked(lock, ok.error(), patience));
    patience.wait();
  }
}

Expected<RefLock> lock(git_repository* repository, const std::string& name,
                       const Patience& patience) {
  const std::string folder = common_folder(repository);
  return wait_for<RefLock>(folder + name + ".lock", patience,
                           [&] { return RefLock::take(folder, name); });
}

Expected<std::vector<RefLock>> lock_all(git_repository* repository, const Changes& changes,
                                        const Patience& patience) {
  std::vector<RefLock> locks;
  for (const RefChange& change : changes) {
    auto locked = lock(repository, change.name, patience);
    if (!locked) return fail(locked.error());
    locks.push_back(*std::move(locked));
  }
  return locks;
}

Expected<PackedRefsLock> lock_packed(git_repository* repository, const Patience& patience) {
  const std::string file = common_folder(repository) + "packed-refs";
  return wait_for<PackedRefsLock>(file + ".lock", patience,
                                  [&] { return PackedRefsLock::take(file); });
}

/// Undoes `change`, unless someone has already moved the ref again.
Expected<void> undo(git_repository* repository, const RefChange& change, const Patience& patience) {
  const RefChange back{change.name, change.to, change.from};
  auto locked = lock(repository, back.name, patience);
  if (!locked) return fail(locked.error());
  if (auto ok = check_expected(repository, {back}); !ok) return ok;
  return back.to ? locked->write(*back.to) : locked->remove();
}

Error undone(git_repository* repository, const Changes& made, const Patience& patience,
             Error error) {
  for (const RefChange& change : made)
    if (const auto ok = undo(repository, change, patience); !ok)
      error.message +=
          "; " + in_quotes(change.name) + " was written, and that change could not be undone";
  return error;
}

Expected<void> write_all(git_repository* repository, const Changes& changes,
                         std::vector<RefLock>& locks, const Patience& patience) {
  Changes made;
  for (std::size_t i = 0; i < changes.size(); ++i) {
    if (!changes[i].to) continue;
    if (const auto ok = locks[i].write(*changes[i].to); !ok)
      return fail(undone(repository, made, patience, ok.error()));
    made.push_back(changes[i]);
  }
  return {};
}

/// Packed first: a loose ref hides the packed one, so that a reader never sees an older value.
Expected<void> delete_all(const Changes& changes, const std::vector<RefLock>& locks,
                          const PackedRefsLock& packed) {
  std::set<std::string> names;
  for (const RefChange& change : changes)
    if (!change.to) names.insert(change.name);
  if (auto ok = packed.remove(names); !ok) return ok;
  for (std::size_t i = 0; i < changes.size(); ++i) {
    if (changes[i].to) continue;
    if (auto ok = locks[i].remove(); !ok) return ok;
  }
  return {};
}

bool deletes_one(const Changes& changes) {
  return std::any_of(changes.begin(), changes.end(),
                     [](const RefChange& change) { return !change.to; });
}

/// A ref to a missing object is listed as broken, so that nobody expects it.
bool is_missing(git_repository* repository, const domain::ObjectId& object) {
  const auto objects = Objects::of(repository);
  if (!objects) return false;
  const auto head = objects->head(object);
  return head && !*head;
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
    if (exists && is_missing(repository, at->second))
      return fail(names_nothing(change.name, "object " + at->second.hex()));
    return fail(ReasonCode::conflict,
                in_quotes(change.name) +
                    (exists ? " is at " + at->second.hex() : " does not exist") + ", but should " +
                    (change.from ? "be at " + change.from->hex() : "not exist"),
                "someone else changed it in the meantime; check it and run again");
  }
  return {};
}

Expected<void> make_all(git_repository* repository, Changes changes, const Patience& patience) {
  // By name, so that two processes that want the same refs never wait for each other.
  std::sort(changes.begin(), changes.end(),
            [](const RefChange& a, const RefChange& b) { return a.name < b.name; });
  auto locks = lock_all(repository, changes, patience);
  if (!locks) return fail(locks.error());
  if (auto ok = check_expected(repository, changes); !ok) return ok;
  for (const RefChange& change : changes) {
    if (change.from) continue;
    if (auto ok = check_path_is_free(repository, change.name); !ok) return ok;
  }
  if (!deletes_one(changes)) return write_all(repository, changes, *locks, patience);
  const auto packed = lock_packed(repository, patience);
  if (!packed) return fail(packed.error());
  if (auto ok = write_all(repository, changes, *locks, patience); !ok) return ok;
  const auto deleted = delete_all(changes, *locks, *packed);
  if (deleted) return {};
  std::erase_if(changes, [](const RefChange& change) { return !change.to; });
  return fail(undone(repository, changes, patience, deleted.error()));
}

}  // namespace shiptag::adapters::git_local
