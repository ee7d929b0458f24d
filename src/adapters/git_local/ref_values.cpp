#include "adapters/git_local/ref_values.hpp"

#include <algorithm>
#include <set>
#include <string_view>

#include "adapters/git_local/objects.hpp"
#include "adapters/git_local/open_repository.hpp"
#include "adapters/git_local/packed_refs.hpp"
#include "adapters/git_local/ref_file.hpp"
#include "adapters/listing_limit.hpp"
#include "base/text.hpp"

namespace shiptag::adapters::git_local {
namespace {

using Object = std::optional<domain::ObjectId>;

std::string packed_file(git_repository* repository) {
  return common_folder(repository) + "packed-refs";
}

/// What the ref `name` points to, in its own file or packed; nullopt if it points to nothing.
Expected<std::optional<domain::ObjectId>> resolve(git_repository* repository, std::string name) {
  constexpr int most_links = 5;  // As git follows symbolic refs.
  for (int links = 0; links < most_links; ++links) {
    const auto file = read_ref_file(common_folder(repository), name);
    if (!file) return fail(file.error());
    if (!*file) return packed_value(packed_file(repository), name);
    if ((*file)->target.empty()) return (*file)->object;
    name = (*file)->target;
  }
  return std::nullopt;
}

/// Hands over what is listed.
class Lister {
 public:
  Lister(git_repository* repository, const Objects& objects, ports::TagSink& sink)
      : repository_(repository), objects_(objects), sink_(sink) {}

  Expected<void> hand_over(const PackedRef& ref) {
    const auto commit = ref.peeled ? Expected<Object>(ref.peeled) : objects_.peel(ref.object);
    if (!commit) return fail(while_doing(in_quotes(ref.name), commit.error()));
    const std::string name = ref.name.substr(tags_folder.size());
    if (*commit) return sink_.tag({name, ref.object, **commit}), Expected<void>();
    const auto object = objects_.head(ref.object);
    if (!object) return fail(object.error());
    const std::string what = *object ? "commit of the tag object " : "object ";
    sink_.broken({name, names_nothing(ref.name, what + ref.object.hex())});
    return {};
  }

  /// Hands over the loose `names` and notes those that exist: even a broken one hides a packed
  /// one.
  Expected<std::set<std::string>> hand_over_loose(const std::vector<std::string>& names) {
    std::set<std::string> there;
    for (const std::string& name : names) {
      const auto file = read_ref_file(common_folder(repository_), name);
      if (!file) return fail(file.error());
      if (!*file) continue;
      there.insert(name);
      if (const auto ok = hand_over(name, **file); !ok) return fail(ok.error());
    }
    return there;
  }

 private:
  Expected<void> hand_over(const std::string& name, const RefFile& file) {
    const std::string tag = name.substr(tags_folder.size());
    if (file.is_broken()) return sink_.broken({tag, holds_no_id(name)}), Expected<void>();
    const auto object =
        file.target.empty() ? Expected<Object>(file.object) : resolve(repository_, file.target);
    if (!object) return fail(object.error());
    if (*object) return hand_over({name, **object, std::nullopt});
    sink_.broken({tag, names_nothing(name, "ref " + in_quotes(file.target))});
    return {};
  }

  git_repository* repository_;
  const Objects& objects_;
  ports::TagSink& sink_;
};

}  // namespace

Expected<std::map<std::string, domain::ObjectId>> current_values(
    git_repository* repository, const std::vector<std::string>& names) {
  std::map<std::string, domain::ObjectId> values;
  std::set<std::string> packed(names.begin(), names.end());
  for (const std::string& name : names) {
    const auto file = read_ref_file(common_folder(repository), name);
    if (!file) return fail(file.error());
    if (!*file) continue;
    packed.erase(name);
    if (!(*file)->target.empty())
      return fail(ReasonCode::rejected_by_server,
                  in_quotes(name) + " is a symbolic ref; shiptag does not write through one");
    if ((*file)->is_broken()) return fail(holds_no_id(name));
    values[name] = *(*file)->object;
  }
  if (packed.empty()) return values;
  auto ok = for_each_packed_tag(packed_file(repository), [&](const PackedRef& ref) {
    if (packed.contains(ref.name)) values[ref.name] = ref.object;
  });
  if (!ok) return fail(ok.error());
  return values;
}

Expected<void> list_tags(git_repository* repository, const std::vector<std::string>& prefixes,
                         ports::TagSink& sink) {
  const auto objects = Objects::of(repository);
  if (!objects) return fail(objects.error());
  std::vector<std::string> full;
  full.reserve(prefixes.size());
  for (const std::string& prefix : prefixes) full.push_back(std::string(tags_folder) + prefix);
  // Loose refs first: one that `git pack-refs` removes meanwhile is then found packed.
  const auto loose = loose_tags(common_folder(repository), full);
  if (!loose) return fail(loose.error());
  if (auto ok = check_listing(loose->size()); !ok) return ok;
  Lister lister(repository, *objects, sink);
  const auto seen = lister.hand_over_loose(*loose);
  if (!seen) return fail(seen.error());
  Expected<void> handed_over;
  std::size_t refs = seen->size();
  auto read = for_each_packed_tag(packed_file(repository), [&](const PackedRef& ref) {
    if (handed_over) handed_over = check_listing(++refs);
    const bool is_asked = std::any_of(full.begin(), full.end(), [&](const std::string& prefix) {
      return ref.name.starts_with(prefix);
    });
    if (handed_over && is_asked && !seen->contains(ref.name)) handed_over = lister.hand_over(ref);
  });
  return read ? handed_over : read;
}

Expected<void> check_path_is_free(git_repository* repository, const std::string& name) {
  std::set<std::string, std::less<>> above;
  for (std::size_t at = name.find('/', tags_folder.size()); at != std::string::npos;
       at = name.find('/', at + 1))
    above.insert(name.substr(0, at));
  std::string in_the_way;
  for (const std::string& parent : above)
    if (const auto value = resolve(repository, parent); value && *value) in_the_way = parent;
  const auto below = loose_tags(common_folder(repository), {name + "/"});
  if (!below) return fail(below.error());
  if (!below->empty()) in_the_way = below->front();
  auto ok = for_each_packed_tag(packed_file(repository), [&](const PackedRef& ref) {
    if (ref.name.starts_with(name + "/")) in_the_way = ref.name;
  });
  if (!ok || in_the_way.empty()) return ok;
  return fail(cannot_exist_together(name, in_the_way));
}

}  // namespace shiptag::adapters::git_local
