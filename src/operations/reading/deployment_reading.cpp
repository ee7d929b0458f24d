#include "operations/reading/deployment_reading.hpp"

#include <set>
#include <utility>

#include "operations/identity.hpp"

namespace shiptag::operations {

std::vector<std::string> DeploymentReading::configured_regions() const {
  std::vector<std::string> found;
  for (const domain::Region& region : config.environment.regions) found.push_back(region.name);
  return found;
}

std::vector<std::string> DeploymentReading::regions() const {
  const std::string& region = forge_records.place.region;
  if (!region.empty()) return {region};
  return domain::every_region(configured_regions(), here.ledger);
}

const domain::ForgeRecord* DeploymentReading::left_in_progress() const {
  const auto* left = domain::left_by(forge_records.known.newest_first, forge_records.identity_hash);
  return left != nullptr && forge_records.place.has(*left->line) ? left : nullptr;
}

domain::Earlier DeploymentReading::earlier() const {
  return {domain::found_in(here.ledger, forge_records.identity_hash, forge_records.place.region),
          left_in_progress() != nullptr};
}

Expected<DeploymentNames> check_names(const PhasedRequest& request,
                                      domain::LedgerOperation operation, const std::string& version,
                                      Ports& ports) {
  auto sub_project = open_sub_project(request.sub_project, version, ports);
  if (!sub_project) return fail(sub_project.error());
  if (const auto place = check_place(*sub_project, request.environment, request.region); !place)
    return fail(place.error());
  auto identity = identify({.operation = std::string(to_string(operation)),
                            .environment_tag = sub_project->tag(request.environment),
                            .region = request.region,
                            .requested_version = version},
                           ports);
  return DeploymentNames{operation, *std::move(sub_project), std::move(identity)};
}

Expected<DeploymentReading> read_tags(const PhasedRequest& request, DeploymentNames names,
                                      Versions versions, Ports& ports) {
  auto config = ports.environments.load(request.environment, request.region);
  if (!config) return fail(config.error());
  const SubProject& sub_project = names.sub_project;
  std::set<std::string> kept = {sub_project.tag(request.environment)};
  if (!names.required.empty()) kept.insert(sub_project.tag(names.required));
  if (names.version) kept.insert(names.version->str());
  std::vector<std::string> prefixes(kept.begin(), kept.end());
  if (versions == Versions::every) prefixes.push_back(sub_project.version_prefix());
  auto listing = list_tags(sub_project, prefixes, std::move(kept), ports);
  if (!listing) return fail(listing.error());
  const domain::Place place{sub_project.path, request.environment, request.region};
  auto forge_records = forge_records_of(request, place, ports);
  forge_records.identity_hash = names.identity.hash();
  return DeploymentReading{.names = std::move(names),
                           .config = *std::move(config),
                           .listing = *std::move(listing),
                           .listed = versions,
                           .forge_records = std::move(forge_records)};
}

Expected<void> read_ledgers(DeploymentReading& reading, Ports& ports) {
  const SubProject& sub_project = reading.names.sub_project;
  std::vector<std::string> tags = {sub_project.tag(reading.forge_records.place.environment)};
  if (!reading.names.required.empty()) tags.push_back(sub_project.tag(reading.names.required));
  auto states = read_environments(tags, reading.listing, ports);
  if (!states) return fail(states.error());
  if (states->size() > 1) reading.required = std::move(states->back());
  reading.here = std::move(states->front());
  return {};
}

Expected<void> read_forge_records(DeploymentReading& reading,
                                  const std::vector<domain::ObjectId>& commits, Context& context) {
  ForgeRecords& forge_records = reading.forge_records;
  if (auto read = read_newest(forge_records, commits, context.ports); !read) return read;
  if (auto rebuilt = rebuild_ledger(reading.here, forge_records, context); !rebuilt) return rebuilt;
  warn_of_unrecorded(reading.here, forge_records, context);
  return {};
}

Expected<std::optional<domain::Version>> read_running(const DeploymentReading& reading,
                                                      Ports& ports) {
  const auto versions_on = reading.listed == Versions::every
                               ? versions_in(reading.listing)
                               : versions_by_listing(reading.names.sub_project, ports);
  return running_version(reading.here, reading.regions(), versions_on);
}

}  // namespace shiptag::operations
