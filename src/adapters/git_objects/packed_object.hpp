#pragma once
#include <cstddef>
#include <functional>
#include <string_view>

#include "base/expected.hpp"
#include "domain/object_id.hpp"

namespace shiptag::adapters::git_objects {

/// Source: gitformat-pack(5), "Object types".
enum class ObjectType { commit = 1, tree = 2, blob = 3, tag = 4 };

/// A complete object of a pack: a delta has been applied.
struct PackedObject {
  ObjectType type;
  domain::ObjectId id;       ///< Computed from what was read, so it names `content`.
  std::string_view content;  ///< Valid only during the call.
};

/// What a server's pack may ask of this machine.
struct PackLimits {
  std::size_t objects = 100'000;
  std::size_t object = std::size_t{4}
                       << 20U;  ///< Bytes of a commit, tree, tag, or delta, inflated.
  std::size_t inflated = std::size_t{64} << 20U;  ///< Bytes in all, including what is skipped.
  unsigned delta_depth = 250;                     ///< Deltas on deltas.
};

using EachObject = std::function<Expected<void>(const PackedObject&)>;
/// Asked before each object; its error ends the reading.
using GoOn = std::function<Expected<void>()>;

/// Hands each commit, tree, and tag of `pack` to `each`, in the pack's order. Blobs, and deltas on
/// them, are inflated to find their end, and not kept. What is kept is less than `limits.inflated`,
/// and every size is checked against the limits before it is used.
///
/// The pack must be complete, and a delta's base must come before it, as git writes them when
/// asked for `ofs-delta` and not for a thin pack. The checksum at its end is not compared: the id
/// of every object that is handed on is computed from its own bytes.
/// @return what `each` or `go_on` failed with; `ledger_unreadable` for a tag object beyond the
///         limit, which only a ledger can be; `protocol` for everything else.
/// Source: gitformat-pack(5).
[[nodiscard]] Expected<void> for_each_object(std::string_view pack, const PackLimits& limits,
                                             const GoOn& go_on, const EachObject& each);

/// The name git gives to an object of this type and content.
[[nodiscard]] Expected<domain::ObjectId> object_id(ObjectType type, std::string_view content);

}  // namespace shiptag::adapters::git_objects
