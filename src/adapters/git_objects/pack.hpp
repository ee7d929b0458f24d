#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/git_objects/packed_object.hpp"
#include "base/expected.hpp"
#include "domain/object_id.hpp"

namespace shiptag::adapters::git_objects {

/// The largest tag object that is read, in bytes: four times what a ledger may have.
inline constexpr std::size_t longest_tag_object = std::size_t{1} << 20U;

/// A pack of these raw tag objects; they need not name objects that exist anywhere. Without any
/// it is the empty pack (32 bytes) that a push of refs to known objects still sends.
/// Source: gitformat-pack(5).
[[nodiscard]] Expected<std::string> write_pack(const std::vector<std::string>& raw_tags);

/// The raw bytes of the tag objects `ids` of `pack`, in their order; nothing else is kept.
/// @param go_on  asked before each object of the pack; its error ends the reading.
/// @return `protocol` if the pack is broken or goes beyond PackLimits, lacks one of them, or one is
///         not a tag object; `ledger_unreadable` if one is larger than `longest_tag_object`.
[[nodiscard]] Expected<std::vector<std::string>> read_pack(std::string_view pack,
                                                           const std::vector<domain::ObjectId>& ids,
                                                           const GoOn& go_on);

}  // namespace shiptag::adapters::git_objects
