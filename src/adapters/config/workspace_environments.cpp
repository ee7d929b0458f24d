#include "adapters/config/workspace_environments.hpp"

#include <set>

#include "adapters/config/environment_folder.hpp"
#include "base/text.hpp"

namespace shiptag::adapters::config {
namespace {

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

Expected<std::optional<WorkspaceEnvironments::Root>> WorkspaceEnvironments::place() const {
  if (environments_dir_ == no_checks) return std::nullopt;
  const bool is_given = !environments_dir_.empty();
  const std::string name = is_given ? environments_dir_ : std::string(usual_folder);
  const auto invalid_folder = [&](const std::string& why) {
    return fail(ReasonCode::invalid_input, "environments_dir " + in_quotes(name) + " " + why,
                "set it to a folder in the checked-out workspace, or to `none`");
  };
  if (has_control_characters(name)) return invalid_folder("has control characters");
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
    return fail(ReasonCode::invalid_input,
                in_quotes(environment) + " is not a valid environment name: [a-z][a-z0-9-]*");
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
                             " was not checked; check the project out, or set "
                             "`environments_dir: none`");
  return config;
}

}  // namespace shiptag::adapters::config
