#include "adapters/github/permission_hint.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace shiptag::adapters::github {
namespace {

std::string_view name_of(std::string_view permission) {
  return permission.substr(0, permission.find(':'));
}

/// `pull-requests: write` from `pull_requests=write`; empty if it has another form.
std::string as_yaml(std::string_view pair) {
  const std::size_t equals = pair.find('=');
  if (equals == std::string_view::npos || equals == 0) return {};
  std::string name(pair.substr(0, equals));
  const std::string_view level = pair.substr(equals + 1);
  const bool is_name = name.find_first_not_of("abcdefghijklmnopqrstuvwxyz_") == std::string::npos;
  if (!is_name || name.size() > 50 || (level != "read" && level != "write" && level != "admin"))
    return {};
  std::replace(name.begin(), name.end(), '_', '-');
  return name.append(": ").append(level);
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

}  // namespace

std::vector<std::string> accepted_permissions(std::string_view accepted) {
  std::vector<std::string> permissions;
  for (const std::string_view pair : split(accepted.substr(0, accepted.find(';')), ',')) {
    std::string permission = as_yaml(trimmed(pair));
    // Every token can read it, and a workflow's `permissions:` do not have it.
    if (name_of(permission) == "metadata") continue;
    if (!permission.empty()) permissions.push_back(std::move(permission));
  }
  return permissions;
}

std::string permission_hint(const std::vector<std::string>& missing) {
  std::vector<std::string> all = {"contents: write", "deployments: write"};
  const auto has_actions = [](const std::string& permission) {
    return name_of(permission) == "actions";
  };
  if (std::none_of(missing.begin(), missing.end(), has_actions)) all.emplace_back("actions: read");
  bool for_deployments = false;
  for (const std::string& permission : missing) {
    for_deployments |= name_of(permission) == "deployments";
    // Write includes read, and a name may appear only once.
    const bool is_there = std::any_of(all.begin(), all.end(), [&](const std::string& other) {
      return name_of(other) == name_of(permission);
    });
    if (!is_there) all.push_back(permission);
  }
  std::string hint = "the token lacks `" + joined(missing) + "`; add to the job: permissions: { " +
                     joined(all) + " }, or to the GitHub App if the token is an App's";
  if (for_deployments) hint += "; or turn off GitHub's deployments: github_deployment: off";
  return hint;
}

}  // namespace shiptag::adapters::github
