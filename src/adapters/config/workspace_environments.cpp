#include "adapters/config/workspace_environments.hpp"

#include <algorithm>
#include <set>
#include <system_error>

#include "adapters/config/environment_folder.hpp"
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

constexpr std::string_view no_checks = "none";
constexpr std::string_view usual_folder = "environments";

/// What is known about an environment without its folder.
domain::EnvironmentConfig unchecked(std::string_view name) {
  domain::EnvironmentConfig config;
  config.environment.name = name;
  config.environment.is_production = name == "production";
  config.environment.requires_approval = config.environment.is_production;
  return config;
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
    return fail(unusable(relative, "leads out of its folder"));
  std::error_code error;
  const fs::path found = fs::canonical(path_ / relative, error);
  if (error == std::errc::no_such_file_or_directory || error == std::errc::not_a_directory)
    return std::nullopt;
  if (error) return fail(unusable(relative, "cannot be examined: " + error.message()));
  if (!is_within(path_, found))
    return fail(unusable(relative, "leads out of its folder through a symbolic link"));
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

Expected<std::optional<WorkspaceEnvironments::Root>> WorkspaceEnvironments::place() const {
  if (environments_dir_ == no_checks) return std::nullopt;
  const bool is_given = !environments_dir_.empty();
  const std::string name = is_given ? environments_dir_ : std::string(usual_folder);
  const auto invalid_folder = [&](const std::string& why) {
    return fail(ReasonCode::invalid_input, "environments_dir " + in_quotes(name) + " " + why,
                "set it to a folder in the checked-out workspace, or to `none`");
  };
  if (has_control_characters(name)) return invalid_folder("contains control characters");
  const auto workspace = WorkspaceFolder::open(workspace_.empty() ? "." : workspace_);
  const auto found = workspace ? workspace->find(name)
                               : Expected<std::optional<std::filesystem::path>>(std::nullopt);
  if (!found) return invalid_folder("is outside the workspace or cannot be read");
  auto folder = *found ? WorkspaceFolder::open(**found) : std::nullopt;
  if (!folder && is_given) return invalid_folder("is not a folder in the workspace");
  if (!folder) return std::nullopt;
  const std::filesystem::path within =
      (workspace->path() / name).lexically_normal().lexically_relative(workspace->path());
  std::string config_path = within.string();
  while (config_path.size() > 1 && config_path.ends_with('/')) config_path.pop_back();
  return Root{*std::move(folder), config_path};
}

Expected<domain::EnvironmentNames> WorkspaceEnvironments::names() {
  using domain::EnvironmentNames;
  const auto found = place();
  if (!found) return fail(found.error());
  if (environments_dir_ == no_checks)
    return EnvironmentNames({}, EnvironmentNames::Unlisted::allowed);
  if (!*found) return EnvironmentNames();
  const auto folders = (*found)->folder.folders_in("");
  return EnvironmentNames(std::set<std::string>(folders.begin(), folders.end()));
}

Expected<domain::EnvironmentConfig> WorkspaceEnvironments::load(std::string_view environment,
                                                                std::string_view region) {
  if (!domain::is_environment_name(environment))
    return fail(
        ReasonCode::invalid_input,
        in_quotes(environment) + " is not a valid environment name: it must match [a-z][a-z0-9-]*");
  if (!region.empty())
    if (const auto ok = domain::check_region_name(region); !ok) return fail(ok.error());
  const auto found = place();
  if (!found) return fail(found.error());
  if (*found)
    return EnvironmentFolder((*found)->folder, (*found)->config_path, std::string(environment))
        .read(region);
  domain::EnvironmentConfig config = unchecked(environment);
  if (environments_dir_ != no_checks)
    config.notices.push_back("the workspace has no folder " + in_quotes(usual_folder) +
                             ": the configuration of " + std::string(environment) +
                             " was not checked; check out the repository, or set "
                             "`environments_dir: none`");
  return config;
}

}  // namespace shiptag::adapters::config
