#include "adapters/git_local/loose_refs.hpp"

#include <git2.h>

#include <algorithm>
#include <filesystem>
#include <string_view>
#include <system_error>

#include "adapters/git_local/ref_file.hpp"
#include "base/text.hpp"

namespace shiptag::adapters::git_local {
namespace {

using Names = std::vector<std::string>;

bool has_one_of(std::string_view name, const Names& prefixes) {
  return std::any_of(prefixes.begin(), prefixes.end(),
                     [&](const std::string& prefix) { return name.starts_with(prefix); });
}

/// Whether something below `folder` (with its slash) can have one of `prefixes`.
bool may_hold(std::string_view folder, const Names& prefixes) {
  return has_one_of(folder, prefixes) ||
         std::any_of(prefixes.begin(), prefixes.end(), [&](const std::string& prefix) {
           return std::string_view(prefix).starts_with(folder);
         });
}

bool is_ref_name(const std::string& name) {
  int valid = 0;
  return git_reference_name_is_valid(&valid, name.c_str()) == 0 && valid != 0;
}

/// Whether the file or folder `name` is one of those asked for, or may contain one.
bool may_be_asked(const std::string& name, const Names& prefixes) {
  return has_one_of(name, prefixes) || may_hold(name + "/", prefixes);
}

std::string without_slash(std::string folder) {
  folder.pop_back();
  return folder;
}

/// Adds what is in the last folder of `to_do` to `found`, and to `to_do` the folders in it.
Expected<void> look_into(const std::string& common_folder, const Names& prefixes, Names& to_do,
                         Names& found) {
  const std::string folder = std::move(to_do.back());
  to_do.pop_back();
  if (!may_hold(folder, prefixes)) return {};
  std::error_code error;
  if (std::filesystem::is_symlink(without_slash(common_folder + folder), error))
    return fail(is_a_link(common_folder + folder));
  std::filesystem::directory_iterator entry(common_folder + folder, error);
  for (; !error && entry != std::filesystem::directory_iterator(); entry.increment(error)) {
    std::error_code gone;  // Set if someone deletes it meanwhile: neither folder nor ref then.
    const std::string name = folder + entry->path().filename().string();
    if (entry->is_symlink(gone) && may_be_asked(name, prefixes))
      return fail(is_a_link(common_folder + name));
    if (entry->is_directory(gone))
      to_do.push_back(name + "/");
    else if (is_ref_name(name))
      found.push_back(name);
  }
  if (!error || error == std::errc::no_such_file_or_directory) return {};
  return fail(
      error == std::errc::permission_denied ? ReasonCode::permission : ReasonCode::unavailable,
      "reading " + in_quotes(common_folder + folder) + ": " + error.message());
}

}  // namespace

Expected<Names> loose_tags(const std::string& common_folder, const Names& prefixes) {
  Names found;
  Names to_do = {"refs/tags/"};
  while (!to_do.empty())
    if (const auto ok = look_into(common_folder, prefixes, to_do, found); !ok)
      return fail(ok.error());
  std::erase_if(found, [&](const std::string& name) { return !has_one_of(name, prefixes); });
  return found;
}

}  // namespace shiptag::adapters::git_local
