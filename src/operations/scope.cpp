#include "operations/scope.hpp"

#include <utility>

#include "base/text.hpp"

namespace shiptag::operations {

Expected<Scope> open_scope(const std::string& sub_project, const std::string& version,
                           World& world) {
  auto names = world.environments.names();
  if (!names) return fail(names.error());
  const auto slash = version.rfind('/');
  const bool is_implied = sub_project.empty() && slash != std::string::npos;
  const std::string path = is_implied ? version.substr(0, slash) : sub_project;
  if (const auto checked = domain::check_sub_project(path, *names); !checked)
    return fail(checked.error());
  return Scope{path, *std::move(names)};
}

Expected<void> check_place(const Scope& scope, const std::string& environment,
                           const std::string& region) {
  if (environment.empty())
    return fail(ReasonCode::invalid_input, "environment is not given",
                "name the environment, e.g. environment: production");
  if (const auto checked = scope.environments.check(environment); !checked)
    return fail(checked.error());
  if (!region.empty())
    if (const auto checked = domain::check_region_name(region); !checked)
      return fail(checked.error());
  return {};
}

Expected<TagListing> list_tags(const Scope& scope, const std::vector<std::string>& prefixes,
                               std::set<std::string> names, World& world) {
  TagListing listing(scope.sub_project, scope.environments, std::move(names));
  if (const auto listed = world.tags.list(prefixes, listing); !listed)
    return fail(while_doing("listing tags", listed.error()));
  if (const auto ok = listing.check_names(); !ok) return fail(ok.error());
  return listing;
}

VersionsOn versions_in(const TagListing& listing) {
  return [&listing](const domain::ObjectId& commit) -> Expected<std::vector<domain::Version>> {
    return listing.on(commit);
  };
}

VersionsOn versions_by_listing(const Scope& scope, World& world) {
  return [&](const domain::ObjectId& commit) -> Expected<std::vector<domain::Version>> {
    const auto listing = list_tags(scope, {scope.version_prefix()}, {}, world);
    if (!listing) return fail(listing.error());
    return listing->on(commit);
  };
}

}  // namespace shiptag::operations
