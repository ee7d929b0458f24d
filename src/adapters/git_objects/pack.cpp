#include "adapters/git_objects/pack.hpp"

#include <git2/odb_backend.h>
#include <git2/sys/mempack.h>
#include <git2/sys/odb_backend.h>
#include <git2/sys/repository.h>

#include <algorithm>
#include <map>

#include "adapters/git_objects/libgit2.hpp"

namespace shiptag::adapters::git_objects {
namespace {

using PackBuilder = Handle<git_packbuilder, git_packbuilder_free>;

/// Frees what libgit2 wrote into a buffer.
struct Buffer {
  git_buf bytes = GIT_BUF_INIT;
  Buffer() = default;
  Buffer(const Buffer&) = delete;
  Buffer& operator=(const Buffer&) = delete;
  ~Buffer() { git_buf_dispose(&bytes); }
};

/// An object database with one backend, which it owns.
Expected<Odb> database_of(git_odb_backend* backend) {
  git_odb* raw = nullptr;
  if (const auto ok = check(git_odb_new(&raw), "making an object database"); !ok) {
    backend->free(backend);
    return fail(ok.error());
  }
  Odb odb(raw);
  if (const auto ok = check(git_odb_add_backend(odb.get(), backend, 1), "adding a backend"); !ok) {
    backend->free(backend);
    return fail(ok.error());
  }
  return odb;
}

Expected<Odb> memory_database() {
  git_odb_backend* backend = nullptr;
  if (const auto ok = check(git_mempack_new(&backend), "making a pack in memory"); !ok)
    return fail(ok.error());
  return database_of(backend);
}

Expected<PackBuilder> builder_over(git_odb* odb, Repository& repository) {
  git_repository* raw_repository = nullptr;
  if (const auto ok = check(git_repository_wrap_odb(&raw_repository, odb), "making a pack"); !ok)
    return fail(ok.error());
  repository.reset(raw_repository);
  git_packbuilder* raw = nullptr;
  if (const auto ok = check(git_packbuilder_new(&raw, repository.get()), "making a pack"); !ok)
    return fail(ok.error());
  return PackBuilder(raw);
}

Expected<void> add_tag(git_odb* odb, git_packbuilder* builder, const std::string& raw) {
  git_oid id{};
  const int written = git_odb_write(&id, odb, raw.data(), raw.size(), GIT_OBJECT_TAG);
  if (const auto ok = check(written, "writing a tag object"); !ok) return fail(ok.error());
  return check(git_packbuilder_insert(builder, &id, nullptr), "packing a tag object");
}

/// The requested tag objects, collected while the pack is read.
class Wanted {
 public:
  explicit Wanted(const std::vector<domain::ObjectId>& ids) : ids_(ids) {}

  [[nodiscard]] Expected<void> take(const PackedObject& object) {
    if (std::ranges::find(ids_, object.id) == ids_.end()) return {};
    if (object.type != ObjectType::tag)
      return fail(ReasonCode::protocol, "object " + object.id.hex() + " is not a tag object");
    if (object.content.size() > longest_tag_object)
      return fail(ReasonCode::ledger_unreadable, "tag object " + object.id.hex() + " has " +
                                                     std::to_string(object.content.size()) +
                                                     " bytes; the limit is " +
                                                     std::to_string(longest_tag_object));
    found_.emplace(object.id, object.content);
    return {};
  }

  [[nodiscard]] Expected<std::vector<std::string>> in_order() const {
    std::vector<std::string> tags;
    for (const domain::ObjectId& id : ids_) {
      const auto found = found_.find(id);
      if (found == found_.end())
        return fail(ReasonCode::protocol, "the server's pack lacks object " + id.hex());
      tags.push_back(found->second);
    }
    return tags;
  }

 private:
  const std::vector<domain::ObjectId>& ids_;
  std::map<domain::ObjectId, std::string> found_;
};

}  // namespace

Expected<std::string> write_pack(const std::vector<std::string>& raw_tags) {
  if (const auto ok = start_libgit2(); !ok) return fail(ok.error());
  const auto odb = memory_database();
  if (!odb) return fail(odb.error());
  Repository repository;
  const auto builder = builder_over(odb->get(), repository);
  if (!builder) return fail(builder.error());
  for (const std::string& raw : raw_tags)
    if (const auto ok = add_tag(odb->get(), builder->get(), raw); !ok) return fail(ok.error());
  Buffer out;
  const int written = git_packbuilder_write_buf(&out.bytes, builder->get());
  if (const auto ok = check(written, "writing a pack"); !ok) return fail(ok.error());
  return std::string(out.bytes.ptr, out.bytes.size);
}

Expected<std::vector<std::string>> read_pack(std::string_view pack,
                                             const std::vector<domain::ObjectId>& ids,
                                             const GoOn& go_on) {
  Wanted wanted(ids);
  const auto read = for_each_object(
      pack, {}, go_on, [&](const PackedObject& object) { return wanted.take(object); });
  if (!read) return fail(while_doing("unpacking the server's response", read.error()));
  return wanted.in_order();
}

}  // namespace shiptag::adapters::git_objects
