#include "adapters/config/workspace_folder.hpp"

#include <algorithm>
#include <system_error>

#include "adapters/system/regular_file.hpp"
#include "base/text.hpp"

namespace shiptag::adapters::config {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t max_bytes = std::size_t{1} << 20U;

bool is_within(const fs::path& folder, const fs::path& path) {
  return std::mismatch(folder.begin(), folder.end(), path.begin(), path.end()).first ==
         folder.end();
}

Error unusable(const fs::path& path, const std::string& why) {
  return {ReasonCode::invalid_input, in_quotes(path.string()) + " " + why};
}

}  // namespace

std::optional<WorkspaceFolder> WorkspaceFolder::open(const fs::path& path) {
  std::error_code error;
  const fs::path canonical = fs::canonical(path, error);
  if (error || !fs::is_directory(canonical, error)) return std::nullopt;
  return WorkspaceFolder(canonical);
}

Expected<std::optional<fs::path>> WorkspaceFolder::find(const fs::path& relative) const {
  // A path that leads out is refused whether or not it exists: the error must not reveal that.
  if (!is_within(path_, (path_ / relative).lexically_normal()))
    return fail(unusable(relative, "is outside the folder that it must be in"));
  std::error_code error;
  const fs::path found = fs::canonical(path_ / relative, error);
  if (error == std::errc::no_such_file_or_directory || error == std::errc::not_a_directory)
    return std::nullopt;
  if (error) return fail(unusable(relative, "cannot be examined: " + error.message()));
  if (!is_within(path_, found))
    return fail(unusable(relative, "leaves the folder that it must be in through a symbolic link"));
  return found;
}

std::vector<std::string> WorkspaceFolder::folders_in(const fs::path& relative) const {
  std::vector<std::string> names;
  std::error_code error;
  fs::directory_iterator entry(path_ / relative, error);
  for (; !error && entry != fs::directory_iterator(); entry.increment(error)) {
    const std::string name = entry->path().filename().string();
    const auto found = find(relative / name);
    std::error_code ignored;
    if (found && *found && fs::is_directory(**found, ignored)) names.push_back(name);
  }
  std::sort(names.begin(), names.end());
  return names;
}

Expected<std::optional<std::string>> WorkspaceFolder::read(const fs::path& relative) const {
  const auto found = find(relative);
  if (!found) return fail(found.error());
  if (!*found) return std::nullopt;
  auto content = system::read_regular_file(found->value().string(), max_bytes);
  if (!content) return fail(unusable(relative, "cannot be read: " + content.error().message));
  return content;
}

}  // namespace shiptag::adapters::config
