#include "adapters/git_local/objects.hpp"

#include <limits>

#include "adapters/git_local/open_repository.hpp"
#include "adapters/git_objects/pack.hpp"
#include "adapters/system/regular_file.hpp"

namespace shiptag::adapters::git_local {
namespace {

using git_objects::check;
using git_objects::longest_tag_object;
using git_objects::OdbObject;
using git_objects::to_git;

std::string_view content_of(const OdbObject& object) {
  return {static_cast<const char*>(git_odb_object_data(object.get())),
          git_odb_object_size(object.get())};
}

/// The id after `object ` in a tag object's first line.
std::optional<domain::ObjectId> tagged_by(std::string_view content) {
  constexpr std::string_view key = "object ";
  constexpr std::size_t hex_digits = 40;
  if (!content.starts_with(key)) return std::nullopt;
  return domain::ObjectId::from_hex(content.substr(key.size(), hex_digits));
}

}  // namespace

Expected<Objects> Objects::of(git_repository* repository) {
  git_odb* raw = nullptr;
  if (const auto ok = check(git_repository_odb(&raw, repository), "opening the object database");
      !ok)
    return fail(ok.error());
  return Objects(common_folder(repository) + "objects/", git_objects::Odb(raw));
}

Expected<std::optional<ObjectHead>> Objects::head(const domain::ObjectId& id) const {
  const std::string hex = id.hex();
  const std::string file = folder_ + hex.substr(0, 2) + "/" + hex.substr(2);
  constexpr std::size_t any_size = std::numeric_limits<std::size_t>::max();
  if (const auto ok = system::check_regular(file, any_size); !ok) return fail(ok.error());
  const git_oid raw = to_git(id);
  ObjectHead head;
  if (git_odb_read_header(&head.size, &head.type, odb_.get(), &raw) < 0) return std::nullopt;
  return head;
}

Expected<OdbObject> Objects::tag(const domain::ObjectId& id, std::size_t longest) const {
  const auto known = head(id);
  if (!known) return fail(known.error());
  if (!*known) return OdbObject();
  if ((*known)->type != GIT_OBJECT_TAG)
    return fail(ReasonCode::protocol, id.hex() + " is not a tag object");
  if ((*known)->size > longest)
    return fail(ReasonCode::ledger_unreadable,
                "tag object " + id.hex() + " has " + std::to_string((*known)->size) +
                    " bytes; the limit is " + std::to_string(longest),
                "delete the tag, or re-create it with a shorter message");
  const git_oid raw_id = to_git(id);
  git_odb_object* raw = nullptr;
  if (git_odb_read(&raw, odb_.get(), &raw_id) < 0) return OdbObject();
  return OdbObject(raw);
}

Expected<std::optional<std::string>> Objects::read_tag(const domain::ObjectId& id) const {
  const auto read = tag(id, longest_tag_object);
  if (!read) return fail(read.error());
  if (!*read) return std::nullopt;
  return std::string(content_of(*read));
}

Expected<std::optional<domain::ObjectId>> Objects::peel(domain::ObjectId id) const {
  constexpr int most_tags = 100;  // Of tags of tags.
  // A tag whose message is too long for a ledger is still a tag.
  constexpr std::size_t longest = std::size_t{16} << 20U;
  for (int tags = 0; tags < most_tags; ++tags) {
    const auto known = head(id);
    if (!known) return fail(known.error());
    if (!*known) return std::nullopt;
    if ((*known)->type != GIT_OBJECT_TAG) return id;
    const auto read = tag(id, longest);
    if (!read) return fail(read.error());
    const auto next = *read ? tagged_by(content_of(*read)) : std::nullopt;
    if (!next) return std::nullopt;
    id = *next;
  }
  return std::nullopt;
}

Expected<void> Objects::write_tag(const std::string& content) const {
  // `git gc` may remove the empty folder that libgit2 has just created for the object.
  constexpr int most_tries = 20;
  git_oid id{};
  int code = 0;
  for (int tries = 0; tries < most_tries; ++tries) {
    code = git_odb_write(&id, odb_.get(), content.data(), content.size(), GIT_OBJECT_TAG);
    if (code >= 0) return {};
  }
  return check(code, "writing a tag object");
}

}  // namespace shiptag::adapters::git_local
