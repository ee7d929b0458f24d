#include "adapters/git_local/local_tag_store.hpp"

#include <unistd.h>

#include "adapters/git_local/local_path.hpp"
#include "adapters/git_local/open_repository.hpp"
#include "adapters/git_local/ownership.hpp"
#include "adapters/git_local/ref_changes.hpp"
#include "adapters/git_local/ref_values.hpp"
#include "adapters/git_objects/libgit2.hpp"
#include "adapters/git_objects/pack.hpp"
#include "adapters/git_objects/tag_name.hpp"
#include "adapters/git_objects/tag_object.hpp"
#include "base/text.hpp"

namespace shiptag::adapters::git_local {
namespace {

using git_objects::check;
using git_objects::Odb;
using git_objects::Repository;

Expected<Repository> open(const std::string& remote) {
  const auto path = path_of_remote(remote);
  if (!path) return fail(path.error());
  return open_repository(*path);
}

Expected<Odb> objects_of(git_repository* repository) {
  git_odb* raw = nullptr;
  if (const auto ok = check(git_repository_odb(&raw, repository), "opening the objects"); !ok)
    return fail(ok.error());
  return Odb(raw);
}

Expected<ports::TagObject> read_tag(git_odb* odb, const ports::TagRef& tag) {
  const git_oid id = git_objects::to_git(tag.object);
  const std::string doing = "reading tag " + in_quotes(tag.name);
  std::size_t size = 0;
  git_object_t type = GIT_OBJECT_INVALID;
  const int known = git_odb_read_header(&size, &type, odb, &id);
  if (const auto ok = check(known, doing); !ok) return fail(ok.error());
  if (type != GIT_OBJECT_TAG)
    return fail(ReasonCode::protocol, doing + ": " + tag.object.hex() + " is no tag object");
  if (size > git_objects::longest_tag_object)
    return fail(ReasonCode::ledger_unreadable, doing + ": its object has " + std::to_string(size) +
                                                   " bytes, more than " +
                                                   std::to_string(git_objects::longest_tag_object));
  git_odb_object* raw = nullptr;
  if (const auto ok = check(git_odb_read(&raw, odb, &id), doing); !ok) return fail(ok.error());
  const git_objects::OdbObject object(raw);
  auto parsed = git_objects::parse_tag(
      {static_cast<const char*>(git_odb_object_data(raw)), git_odb_object_size(raw)});
  if (!parsed) return fail(while_doing(doing, parsed.error()));
  return std::move(parsed->object);
}

/// As a push of the tag would be: the repository must have the commit already.
Expected<void> check_commit(git_odb* odb, const domain::ObjectId& commit) {
  const git_oid id = git_objects::to_git(commit);
  std::size_t size = 0;
  git_object_t type = GIT_OBJECT_INVALID;
  if (git_odb_read_header(&size, &type, odb, &id) < 0)
    return fail(ReasonCode::invalid_input, "the repository has no commit " + commit.hex(),
                "push the branch that the commit is on first");
  if (type == GIT_OBJECT_COMMIT) return {};
  return fail(ReasonCode::invalid_input,
              commit.hex() + " is a " + git_object_type2string(type) + ", not a commit");
}

Expected<RefChange> plan(git_odb* odb, const ports::TagUpdate& update) {
  if (const auto ok = git_objects::check_tag_name(update.name); !ok) return fail(ok.error());
  const std::string name = "refs/tags/" + update.name;
  const auto* const tag = std::get_if<ports::NewTag>(&update.wanted);
  if (tag == nullptr) return RefChange{name, update.expected, std::nullopt};
  if (const auto ok = check_commit(odb, tag->commit); !ok) return fail(ok.error());
  const auto raw = git_objects::encode_tag(update.name, *tag);
  if (!raw) return fail(raw.error());
  const auto id = git_objects::tag_object_id(*raw);
  if (!id) return fail(id.error());
  return RefChange{name, update.expected, *id};
}

Expected<std::vector<RefChange>> plan_all(git_odb* odb,
                                          const std::vector<ports::TagUpdate>& updates) {
  std::vector<RefChange> changes;
  for (const ports::TagUpdate& update : updates) {
    auto change = plan(odb, update);
    if (!change) return fail(change.error());
    changes.push_back(std::move(*change));
  }
  return changes;
}

Expected<void> write_objects(git_odb* odb, const std::vector<ports::TagUpdate>& updates) {
  for (const ports::TagUpdate& update : updates) {
    const auto* const tag = std::get_if<ports::NewTag>(&update.wanted);
    if (tag == nullptr) continue;
    const auto raw = git_objects::encode_tag(update.name, *tag);
    if (!raw) return fail(raw.error());
    git_oid id{};
    const int written = git_odb_write(&id, odb, raw->data(), raw->size(), GIT_OBJECT_TAG);
    if (auto ok = check(written, "writing tag " + in_quotes(update.name)); !ok) return ok;
  }
  return {};
}

Expected<void> check_writable_by_us(git_repository* repository, const std::string& remote) {
  for (const char* part : {"", "refs", "refs/tags", "objects"}) {
    const std::string folder = common_folder(repository) + part;
    if (::access(folder.c_str(), F_OK) != 0 || ::access(folder.c_str(), W_OK) == 0) continue;
    return fail(ReasonCode::permission,
                "remote " + in_quotes(remote) + ": this user may not write to " + in_quotes(folder),
                "give the user write access to the repository's files");
  }
  return {};
}

}  // namespace

Expected<void> LocalTagStore::list(const std::vector<std::string>& prefixes, ports::TagSink& sink) {
  const auto repository = open(remote_);
  if (!repository) return fail(repository.error());
  sink.begin();
  return for_each_tag(repository->get(), prefixes,
                      [&](const ports::TagRef& tag) { sink.tag(tag); });
}

Expected<std::vector<ports::TagObject>> LocalTagStore::read(
    const std::vector<ports::TagRef>& tags) {
  const auto repository = open(remote_);
  if (!repository) return fail(repository.error());
  const auto odb = objects_of(repository->get());
  if (!odb) return fail(odb.error());
  std::vector<ports::TagObject> objects;
  for (const ports::TagRef& tag : tags) {
    auto object = tag.is_annotated() ? read_tag(odb->get(), tag) : Expected<ports::TagObject>({});
    if (!object) return fail(object.error());
    objects.push_back(std::move(*object));
  }
  return objects;
}

Expected<ports::Updated> LocalTagStore::update(const std::vector<ports::TagUpdate>& updates) {
  const auto repository = open(remote_);
  if (!repository) return fail(repository.error());
  if (const auto ok = check_writable_by_us(repository->get(), remote_); !ok)
    return fail(ok.error());
  const auto odb = objects_of(repository->get());
  if (!odb) return fail(odb.error());
  const auto changes = plan_all(odb->get(), updates);
  if (!changes) return fail(changes.error());
  // Looked at twice: here so that a lost race leaves no object behind, and again under the locks.
  if (const auto ok = check_expected(repository->get(), *changes); !ok) return fail(ok.error());
  if (const auto ok = write_objects(odb->get(), updates); !ok) return fail(ok.error());
  const auto made = make_all(repository->get(), *changes, clock_);
  ports::Updated done;
  std::vector<std::string> names;
  for (const RefChange& change : *changes) {
    done.objects.push_back(change.to.value_or(domain::ObjectId{}));
    names.push_back(change.name);
  }
  give_to_owner(common_folder(repository->get()), names, done.objects);
  if (!made) return fail(made.error());
  return done;
}

Expected<void> LocalTagStore::check_writable() {
  const auto repository = open(remote_);
  if (!repository) return fail(repository.error());
  return check_writable_by_us(repository->get(), remote_);
}

}  // namespace shiptag::adapters::git_local
