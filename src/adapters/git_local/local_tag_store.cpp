#include "adapters/git_local/local_tag_store.hpp"

#include <unistd.h>

#include "adapters/git_local/objects.hpp"
#include "adapters/git_local/open_repository.hpp"
#include "adapters/git_local/ref_changes.hpp"
#include "adapters/git_local/ref_values.hpp"
#include "adapters/git_objects/tag_object.hpp"
#include "base/text.hpp"

namespace shiptag::adapters::git_local {
namespace {

using git_objects::Repository;

Expected<Repository> open(const std::string& remote, const Patience& patience) {
  if (const auto ok = patience.check("remote " + in_quotes(remote)); !ok) return fail(ok.error());
  const auto path = path_of_remote(remote);
  if (!path) return fail(path.error());
  return open_repository(*path);
}

Expected<ports::TagObject> read_tag(const Objects& objects, const ports::TagRef& tag) {
  const std::string doing = "reading tag " + in_quotes(tag.name);
  const auto content = objects.read_tag(tag.object);
  if (!content) return fail(while_doing(doing, content.error()));
  if (!*content)
    return fail(ReasonCode::protocol, doing + ": the repository lacks object " + tag.object.hex());
  auto parsed = git_objects::parse_tag(**content);
  if (!parsed) return fail(while_doing(doing, parsed.error()));
  return std::move(parsed->object);
}

/// As for a push of the tag: the repository must already have the commit.
Expected<void> check_commit(const Objects& objects, const domain::ObjectId& commit) {
  const auto head = objects.head(commit);
  if (!head) return fail(head.error());
  if (!*head)
    return fail(ReasonCode::invalid_input, "the repository has no commit " + commit.hex(),
                "push the branch that contains the commit first");
  if ((*head)->type == GIT_OBJECT_COMMIT) return {};
  return fail(ReasonCode::invalid_input,
              commit.hex() + " is a " + git_object_type2string((*head)->type) + ", not a commit");
}

/// The changes of the refs, and the tag objects that they need.
struct Plan {
  std::vector<RefChange> changes;
  std::vector<std::string> tags;
};

Expected<void> add_to(Plan& plan, const Objects& objects, const ports::TagUpdate& update) {
  if (const auto ok = git_objects::check_tag_name(update.name); !ok) return fail(ok.error());
  const std::string name = "refs/tags/" + update.name;
  const auto* const tag = std::get_if<ports::NewTag>(&update.wanted);
  if (tag == nullptr) {
    plan.changes.push_back({name, update.expected, std::nullopt});
    return {};
  }
  if (auto ok = check_commit(objects, tag->commit); !ok) return ok;
  auto raw = git_objects::encode_tag(update.name, *tag);
  if (!raw) return fail(raw.error());
  const auto id = git_objects::tag_object_id(*raw);
  if (!id) return fail(id.error());
  plan.changes.push_back({name, update.expected, *id});
  plan.tags.push_back(*std::move(raw));
  return {};
}

Expected<Plan> plan_all(const Objects& objects, const std::vector<ports::TagUpdate>& updates) {
  Plan plan;
  for (const ports::TagUpdate& update : updates)
    if (const auto ok = add_to(plan, objects, update); !ok) return fail(ok.error());
  return plan;
}

Expected<void> check_writable_by_us(git_repository* repository, const std::string& remote) {
  for (const char* part : {"", "refs", "refs/tags", "objects"}) {
    const std::string folder = common_folder(repository) + part;
    if (::access(folder.c_str(), F_OK) != 0 || ::access(folder.c_str(), W_OK) == 0) continue;
    return fail(ReasonCode::permission,
                "remote " + in_quotes(remote) + ": this user cannot write to " + in_quotes(folder),
                "give this user write access to the repository's files");
  }
  return {};
}

}  // namespace

Expected<void> LocalTagStore::list(const std::vector<std::string>& prefixes, ports::TagSink& sink) {
  const auto repository = open(remote_, patience_);
  if (!repository) return fail(repository.error());
  sink.begin();
  return list_tags(repository->get(), prefixes, sink);
}

Expected<std::vector<ports::TagObject>> LocalTagStore::read(
    const std::vector<ports::TagRef>& tags) {
  const auto repository = open(remote_, patience_);
  if (!repository) return fail(repository.error());
  const auto objects = Objects::of(repository->get());
  if (!objects) return fail(objects.error());
  std::vector<ports::TagObject> read;
  for (const ports::TagRef& tag : tags) {
    auto object = tag.is_annotated() ? read_tag(*objects, tag) : Expected<ports::TagObject>({});
    if (!object) return fail(object.error());
    read.push_back(std::move(*object));
  }
  return read;
}

Expected<ports::Updated> LocalTagStore::update(const std::vector<ports::TagUpdate>& updates) {
  const auto repository = open(remote_, patience_);
  if (!repository) return fail(repository.error());
  git_repository* raw = repository->get();
  if (const auto ok = check_writable_by_us(raw, remote_); !ok) return fail(ok.error());
  const auto objects = Objects::of(raw);
  if (!objects) return fail(objects.error());
  const auto plan = plan_all(*objects, updates);
  if (!plan) return fail(plan.error());
  // Checked twice: here so that a lost race leaves no object behind, and again under the locks.
  if (const auto ok = check_expected(raw, plan->changes); !ok) return fail(ok.error());
  for (const std::string& tag : plan->tags)
    if (const auto ok = objects->write_tag(tag); !ok) return fail(ok.error());
  const auto made = make_all(raw, plan->changes, patience_);
  ports::Updated done;
  std::vector<std::string> names;
  for (const RefChange& change : plan->changes) {
    done.objects.push_back(change.to.value_or(domain::ObjectId{}));
    names.push_back(change.name);
  }
  give_to_owner(common_folder(raw), names, done.objects);
  if (!made) return fail(made.error());
  return done;
}

Expected<void> LocalTagStore::check_writable() {
  const auto repository = open(remote_, patience_);
  if (!repository) return fail(repository.error());
  return check_writable_by_us(repository->get(), remote_);
}

}  // namespace shiptag::adapters::git_local
