#pragma once
#include <string>
#include <string_view>

#include "base/expected.hpp"
#include "domain/object_id.hpp"
#include "ports/tag_store.hpp"

namespace shiptag::adapters::git_objects {

/// Whether git allows `refs/tags/<name>`. @return `invalid_input` naming it if not.
/// Source: git-check-ref-format(1).
[[nodiscard]] Expected<void> check_tag_name(const std::string& name);

/// The raw bytes of the tag object that `tag` asks for, named `name`; `git fsck` accepts them.
/// @return `invalid_input` if a tagger's name or e-mail, or the message, is not allowed there.
/// Source: git-mktag(1), "Tag format", and git-fsck(1), "badEmail" and its neighbours.
[[nodiscard]] Expected<std::string> encode_tag(std::string_view name, const ports::NewTag& tag);

/// The name git gives to a tag object of these raw bytes.
[[nodiscard]] Expected<domain::ObjectId> tag_object_id(std::string_view raw);

/// A tag object, read.
struct ParsedTag {
  domain::ObjectId target;  ///< What is tagged: a commit, or another tag.
  std::string target_type;  ///< `commit`, `tag`, `tree`, or `blob`.
  ports::TagObject object;
};

/// Reads the raw bytes of a tag object. A signature is removed from the message. A missing or
/// broken tagger reads as the epoch, because old tags have none.
/// @return `ledger_unreadable` if its message is in an encoding other than UTF-8; `protocol` if
///         these are not the bytes of a tag object.
[[nodiscard]] Expected<ParsedTag> parse_tag(std::string_view raw);

}  // namespace shiptag::adapters::git_objects
