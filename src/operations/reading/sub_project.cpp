#include "operations/reading/sub_project.hpp"

#include <utility>

#include "base/text.hpp"

namespace shiptag::operations {

Expected<SubProject> open_sub_project(const std::string& sub_project, const std::string& version,
                                      Ports& ports) {
  auto names = ports.environments.names();
  if (!names) return fail(names.error());
  const std::string_view named = domain::short_tag_name(version);
  const auto slash = named.rfind('/');
  const bool is_implied = sub_project.empty() && slash != std::string_view::npos;
  const std::string path = is_implied ? std::string(named.substr(0, slash)) : sub_project;
  if (const auto checked = domain::check_sub_project(path, *names); !checked)
    return fail(checked.error());
  return SubProject{path, *std::move(names)};
}

Expected<void> check_place(const SubProject& sub_project, const std::string& environment,
                           const std::string& region) {
  if (environment.empty())
    return fail(ReasonCode::invalid_input, "environment is not given",
                "name the environment, e.g. environment: production");
  if (const auto checked = sub_project.environments.check(environment); !checked)
    return fail(checked.error());
  if (!region.empty())
    if (const auto checked = domain::check_region_name(region); !checked)
      return fail(checked.error());
  return {};
}

Expected<TagListing> list_tags(const SubProject& sub_project,
                               const std::vector<std::string>& prefixes,
                               std::set<std::string> names, Ports& ports) {
  TagListing listing(sub_project.path, sub_project.environments, std::move(names));
  if (const auto listed = ports.tags.list(prefixes, listing); !listed)
    return fail(while_doing("listing tags", listed.error()));
  if (const auto ok = listing.check_names(); !ok) return fail(ok.error());
  return listing;
}

VersionsOn versions_in(const TagListing& listing) {
  return [&listing](const domain::ObjectId& commit) -> Expected<std::vector<domain::Version>> {
    return listing.on(commit);
  };
}

VersionsOn versions_by_listing(const SubProject& sub_project, Ports& ports) {
  return [&](const domain::ObjectId& commit) -> Expected<std::vector<domain::Version>> {
    const auto listing = list_tags(sub_project, {sub_project.version_prefix()}, {}, ports);
    if (!listing) return fail(listing.error());
    return listing->on(commit);
  };
}

}  // namespace shiptag::operations
