#pragma once
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "base/expected.hpp"
#include "domain/object_id.hpp"

namespace shiptag::adapters::git_local {

inline constexpr std::string_view tags_folder = "refs/tags/";

/// An entry of `packed-refs`.
struct PackedRef {
  std::string name;  ///< The whole name: `refs/tags/v1.0.0`.
  domain::ObjectId object;
  /// What `object` peels to, or `object` itself if not a tag; nullopt if the file does not say.
  std::optional<domain::ObjectId> peeled;
};

/// Reads `packed-refs` line by line; memory does not grow with the file.
/// @param each  gets the entries below `refs/tags/`, in the file's order.
/// @return `protocol` naming a line that is not an entry. A missing file has no entries.
/// Source: git-pack-refs(1), and the file's own header (`peeled`, `fully-peeled`).
[[nodiscard]] Expected<void> for_each_packed_tag(const std::string& file,
                                                 const std::function<void(const PackedRef&)>& each);

/// What the ref `name` (of any kind) points to in the packed refs; nullopt if it is not there.
[[nodiscard]] Expected<std::optional<domain::ObjectId>> packed_value(const std::string& file,
                                                                     const std::string& name);

/// Removes entries from `packed-refs`, and keeps `git pack-refs` from packing anything in the
/// meantime.
///
/// libgit2 could delete packed refs too, but it reads the file before it takes the lock, and would
/// overwrite what a `git pack-refs` did in between.
class PackedRefsLock {
 public:
  /// Takes `packed-refs.lock`, which git's programs respect.
  /// @return nullopt if someone else has it; `permission` or `unavailable` if it cannot be created.
  [[nodiscard]] static Expected<std::optional<PackedRefsLock>> take(const std::string& file);

  /// Rewrites the file without `names`, if it has one of them; every other line stays as it is.
  [[nodiscard]] Expected<void> remove(const std::set<std::string>& names) const;

  PackedRefsLock(PackedRefsLock&& other) noexcept : file_(std::exchange(other.file_, {})) {}
  PackedRefsLock& operator=(PackedRefsLock&&) = delete;
  PackedRefsLock(const PackedRefsLock&) = delete;
  PackedRefsLock& operator=(const PackedRefsLock&) = delete;
  ~PackedRefsLock();

 private:
  explicit PackedRefsLock(std::string file) : file_(std::move(file)) {}
  std::string file_;  ///< Symbolic links resolved, as git does; empty: the lock is another's now.
};

}  // namespace shiptag::adapters::git_local
