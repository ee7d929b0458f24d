#include "adapters/git_local/ref_values.hpp"

#include <algorithm>
#include <set>
#include <string_view>

#include "adapters/git_local/loose_refs.hpp"
#include "adapters/git_local/open_repository.hpp"
#include "adapters/git_local/packed_refs.hpp"
#include "adapters/git_objects/libgit2.hpp"
#include "base/text.hpp"

namespace shiptag::adapters::git_local {
namespace {

using git_objects::from_git;
using git_objects::to_git;
using Reference = git_objects::Handle<git_reference, git_reference_free>;
using Object = git_objects::Handle<git_object, git_object_free>;
using Each = std::function<void(const ports::TagRef&)>;

constexpr std::string_view tags_folder = "refs/tags/";

std::string packed_file(git_repository* repository) {
  return common_folder(repository) + "packed-refs";
}

/// The loose ref `name` as it is, unresolved; null if there is none (any more).
Expected<Reference> lookup(git_repository* repository, const std::string& name) {
  git_reference* raw = nullptr;
  const int code = git_reference_lookup(&raw, repository, name.c_str());
  if (code == GIT_ENOTFOUND) return Reference();
  if (const auto ok = git_objects::check(code, "reading " + in_quotes(name)); !ok)
    return fail(ok.error());
  return Reference(raw);
}

/// `object` peeled as far as it goes; nullopt if the repository lacks it or what it leads to.
std::optional<domain::ObjectId> peeled(git_repository* repository, const domain::ObjectId& object) {
  const git_oid id = to_git(object);
  git_odb* raw_odb = nullptr;
  if (git_repository_odb(&raw_odb, repository) < 0) return std::nullopt;
  const git_objects::Odb odb(raw_odb);
  std::size_t size = 0;
  git_object_t type = GIT_OBJECT_INVALID;
  if (git_odb_read_header(&size, &type, odb.get(), &id) < 0) return std::nullopt;
  if (type != GIT_OBJECT_TAG) return object;
  git_object* raw = nullptr;
  if (git_object_lookup(&raw, repository, &id, GIT_OBJECT_TAG) < 0) return std::nullopt;
  const Object tag(raw);
  git_object* raw_target = nullptr;
  if (git_object_peel(&raw_target, tag.get(), GIT_OBJECT_ANY) < 0) return std::nullopt;
  const Object target(raw_target);
  // For GIT_OBJECT_ANY libgit2 peels until the type changes: a tag of a tag down to its commit.
  return from_git(*git_object_id(target.get()));
}

void hand_over(git_repository* repository, const PackedRef& ref, const Each& each) {
  const auto commit = ref.peeled ? ref.peeled : peeled(repository, ref.object);
  if (commit) each({ref.name.substr(tags_folder.size()), ref.object, *commit});
}

/// Hands over the loose `names` and notes those that are there. A broken or dangling one is left
/// out, and hides a packed one all the same.
std::set<std::string> hand_over_loose(git_repository* repository,
                                      const std::vector<std::string>& names, const Each& each) {
  std::set<std::string> there;
  for (const std::string& name : names) {
    git_oid id{};
    const int code = git_reference_name_to_id(&id, repository, name.c_str());
    if (code == 0) hand_over(repository, {name, from_git(id), std::nullopt}, each);
    if (code != GIT_ENOTFOUND) there.insert(name);
  }
  return there;
}

}  // namespace

Expected<std::map<std::string, domain::ObjectId>> current_values(
    git_repository* repository, const std::vector<std::string>& names) {
  std::map<std::string, domain::ObjectId> values;
  for (const std::string& name : names) {
    const auto reference = lookup(repository, name);
    if (!reference) return fail(reference.error());
    if (!*reference) continue;
    const git_oid* id = git_reference_target(reference->get());
    if (id == nullptr)
      return fail(ReasonCode::rejected_by_server,
                  in_quotes(name) + " is a symbolic ref, which shiptag does not write through");
    values[name] = from_git(*id);
  }
  return values;
}

Expected<void> for_each_tag(git_repository* repository, const std::vector<std::string>& prefixes,
                            const Each& each) {
  std::vector<std::string> full;
  full.reserve(prefixes.size());
  for (const std::string& prefix : prefixes) full.push_back(std::string(tags_folder) + prefix);
  // Loose refs first: one that `git pack-refs` takes away meanwhile is then found packed.
  const auto loose = loose_tags(common_folder(repository), full);
  if (!loose) return fail(loose.error());
  const auto seen = hand_over_loose(repository, *loose, each);
  return for_each_packed_tag(packed_file(repository), [&](const PackedRef& ref) {
    const bool is_asked = std::any_of(full.begin(), full.end(), [&](const std::string& prefix) {
      return ref.name.starts_with(prefix);
    });
    if (is_asked && !seen.contains(ref.name)) hand_over(repository, ref, each);
  });
}

Expected<void> check_path_is_free(git_repository* repository, const std::string& name) {
  std::set<std::string, std::less<>> above;
  for (std::size_t at = name.find('/', tags_folder.size()); at != std::string::npos;
       at = name.find('/', at + 1))
    above.insert(name.substr(0, at));
  std::string in_the_way;
  for (const std::string& parent : above)
    if (git_oid id{}; git_reference_name_to_id(&id, repository, parent.c_str()) == 0)
      in_the_way = parent;
  const auto below = loose_tags(common_folder(repository), {name + "/"});
  if (!below) return fail(below.error());
  if (!below->empty()) in_the_way = below->front();
  auto ok = for_each_packed_tag(packed_file(repository), [&](const PackedRef& ref) {
    if (ref.name.starts_with(name + "/")) in_the_way = ref.name;
  });
  if (!ok || in_the_way.empty()) return ok;
  return fail(ReasonCode::invalid_input,
              in_quotes(name) + " cannot exist together with " + in_quotes(in_the_way),
              "git keeps refs as files: a name cannot be a folder of another one");
}

}  // namespace shiptag::adapters::git_local
