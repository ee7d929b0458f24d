#include "adapters/git_objects/pack.hpp"

#include <git2/odb_backend.h>
#include <git2/sys/mempack.h>
#include <git2/sys/odb_backend.h>
#include <git2/sys/repository.h>

#include <filesystem>
#include <system_error>

#include "adapters/git_objects/libgit2.hpp"
#include "adapters/git_objects/scratch_folder.hpp"

namespace shiptag::adapters::git_objects {
namespace {

using PackBuilder = Handle<git_packbuilder, git_packbuilder_free>;
using Indexer = Handle<git_indexer, git_indexer_free>;

/// Frees what libgit2 wrote into a buffer.
struct Buffer {
  git_buf bytes = GIT_BUF_INIT;
  Buffer() = default;
  Buffer(const Buffer&) = delete;
  Buffer& operator=(const Buffer&) = delete;
  ~Buffer() { git_buf_dispose(&bytes); }
};

/// An object database with one backend, which `made` says was made; both live no longer than it.
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

/// A broken pack is the server's fault, so libgit2's complaint becomes `protocol`.
Expected<void> check_pack(int code) {
  auto ok = check(code, "unpacking the server's pack");
  if (!ok) ok.error().code = ReasonCode::protocol;
  return ok;
}

/// Writes `pack` and its index into `folder`.
Expected<void> index_pack(std::string_view pack, const std::string& folder) {
  git_indexer* raw = nullptr;
  const int made = git_indexer_new(&raw, folder.c_str(), 0600, nullptr, nullptr);
  if (const auto ok = check(made, "writing into " + folder); !ok) return fail(ok.error());
  const Indexer indexer(raw);
  git_indexer_progress progress{};
  const int appended = git_indexer_append(indexer.get(), pack.data(), pack.size(), &progress);
  if (const auto ok = check_pack(appended); !ok) return fail(ok.error());
  return check_pack(git_indexer_commit(indexer.get(), &progress));
}

Expected<Odb> open_pack_in(const std::string& folder) {
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(folder, error)) {
    if (entry.path().extension() != ".idx") continue;
    git_odb_backend* backend = nullptr;
    const int opened = git_odb_backend_one_pack(&backend, entry.path().c_str());
    if (const auto ok = check_pack(opened); !ok) return fail(ok.error());
    return database_of(backend);
  }
  return fail(ReasonCode::protocol, "the server's pack has no index");
}

Expected<std::string> read_tag(git_odb* odb, const domain::ObjectId& id) {
  const git_oid oid = to_git(id);
  std::size_t size = 0;
  git_object_t type = GIT_OBJECT_INVALID;
  if (git_odb_read_header(&size, &type, odb, &oid) < 0)
    return fail(ReasonCode::protocol, "the server's pack lacks the object " + id.hex());
  if (type != GIT_OBJECT_TAG)
    return fail(ReasonCode::protocol, "the object " + id.hex() + " is not a tag object");
  if (size > longest_tag_object)
    return fail(ReasonCode::ledger_unreadable,
                "the tag object " + id.hex() + " has " + std::to_string(size) + " bytes; at most " +
                    std::to_string(longest_tag_object) + " are read");
  git_odb_object* raw = nullptr;
  if (const auto ok = check_pack(git_odb_read(&raw, odb, &oid)); !ok) return fail(ok.error());
  const OdbObject object(raw);
  return std::string(static_cast<const char*>(git_odb_object_data(object.get())),
                     git_odb_object_size(object.get()));
}

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
                                             const std::vector<domain::ObjectId>& ids) {
  if (const auto ok = start_libgit2(); !ok) return fail(ok.error());
  const auto folder = ScratchFolder::create();
  if (!folder) return fail(folder.error());
  if (const auto ok = index_pack(pack, folder->path()); !ok) return fail(ok.error());
  const auto odb = open_pack_in(folder->path());
  if (!odb) return fail(odb.error());
  std::vector<std::string> tags;
  for (const domain::ObjectId& id : ids) {
    auto tag = read_tag(odb->get(), id);
    if (!tag) return fail(std::move(tag.error()));
    tags.push_back(std::move(*tag));
  }
  return tags;
}

}  // namespace shiptag::adapters::git_objects
