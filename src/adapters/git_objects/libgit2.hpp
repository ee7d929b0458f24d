#pragma once
#include <git2.h>

#include <memory>
#include <string_view>

#include "base/expected.hpp"
#include "domain/object_id.hpp"

namespace shiptag::adapters::git_objects {

/// Starts libgit2 once for the process. From then on it reads no personal or system configuration,
/// and opens repositories of other users: the file system checks what is done to them.
/// @return `internal` if libgit2 does not start.
[[nodiscard]] Expected<void> start_libgit2();

/// Turns a libgit2 return code (>= 0 is success) into our error: `unavailable`, with `doing` in
/// front of libgit2's own words.
[[nodiscard]] Expected<void> check(int code, std::string_view doing);

[[nodiscard]] git_oid to_git(const domain::ObjectId& id) noexcept;
[[nodiscard]] domain::ObjectId from_git(const git_oid& id) noexcept;

/// Owns a libgit2 object and frees it with `Free`.
template <auto Free>
struct Freer {
  void operator()(auto* object) const noexcept { Free(object); }
};
template <typename T, auto Free>
using Handle = std::unique_ptr<T, Freer<Free>>;

using Odb = Handle<git_odb, git_odb_free>;
using OdbObject = Handle<git_odb_object, git_odb_object_free>;
using Repository = Handle<git_repository, git_repository_free>;

}  // namespace shiptag::adapters::git_objects
