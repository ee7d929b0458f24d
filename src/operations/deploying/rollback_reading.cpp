#include "operations/deploying/rollback_reading.hpp"

#include <set>
#include <string>
#include <utility>

#include "operations/identity.hpp"

namespace shiptag::operations {
namespace {

domain::ObjectId commit_of(const EnvironmentState& here) {
  return here.tag ? here.tag->commit : domain::ObjectId();
}

std::vector<std::string> considered_regions(const RollbackReading& reading) {
  const std::string& region = reading.request.region;
  if (!region.empty()) return {region};
  return domain::every_region(reading.configured_regions(), reading.here.ledger);
}

/// Where the ledger alone would send it; the current commit if the ledger cannot tell.
domain::ObjectId likely_target(const RollbackReading& reading, Ports& ports) {
  const auto facts = reading.facts(reading.here.ledger, ports);
  const auto target = facts ? domain::select_rollback_target(*facts).target_version
                            : std::optional<domain::Candidate>();
  return target ? target->commit : commit_of(reading.here);
}

void go_on_without(ForgeRecords& forge_records, const Error& failure, Context& context) {
  context.outcome.warn("Without GitHub's records", with_hint(failure));
  forge_records.keeps_records = false;
}

void look_at_records(RollbackReading& reading, Context& context) {
  const RollbackRequest& request = reading.request;
  ForgeRecords& forge_records = reading.forge_records;
  forge_records = forge_records_of(
      request, {reading.sub_project.path, request.environment, request.region}, context.ports);
  forge_records.identity_hash =
      rollback_identity(request, reading.sub_project, context.ports).hash();
  auto looked = read_newest(forge_records, {likely_target(reading, context.ports)}, context.ports);
  if (looked) looked = rebuild_ledger(reading.here, forge_records, context);
  if (!looked) return go_on_without(forge_records, looked.error(), context);
  warn_of_unrecorded(reading.here, forge_records, context);
}

Expected<void> read_tags(RollbackReading& reading, Ports& ports) {
  const std::string tag_name = reading.tag_name();
  std::set<std::string> names = {tag_name};
  if (reading.target) names.insert(reading.target->str());
  auto listing = list_tags(reading.sub_project, {tag_name, reading.sub_project.version_prefix()},
                           std::move(names), ports);
  if (!listing) return fail(listing.error());
  reading.listing.emplace(*std::move(listing));
  auto states = read_environments({tag_name}, *reading.listing, ports);
  if (!states) return fail(states.error());
  reading.here = std::move(states->front());
  return {};
}

}  // namespace

std::vector<std::string> RollbackReading::configured_regions() const {
  std::vector<std::string> names;
  for (const domain::Region& region : config.environment.regions) names.push_back(region.name);
  return names;
}

Expected<domain::RollbackFacts> RollbackReading::facts(const domain::Ledger& history,
                                                       Ports& ports) const {
  const auto running = running_version(here, considered_regions(*this), versions_in(*listing));
  if (!running) return fail(running.error());
  if (!*running)
    return fail(
        ReasonCode::nothing_deployed,
        "nothing is deployed to " + tag_name() +
            (request.region.empty() ? "" : " in " + request.region),
        "deploy a version first; if the tag was lost, push it from a clone that has it: git "
        "push origin refs/tags/" +
            tag_name());
  const auto tag = listing->candidate(**running);
  return domain::RollbackFacts{
      .current = **running,
      .current_commit = tag ? tag->commit : commit_of(here),
      .environment = request.environment,
      .region = request.region,
      .criteria = request.criteria,
      .requested = target,
      .candidates =
          [this](const domain::EachCandidate& each) { listing->for_each_candidate(each); },
      .ledger = &history,
      .holds = here.ledger.holds(ports.clock.now())};
}

void RollbackReading::find_others(Context& context) {
  if (const auto found = find_under_way(forge_records, here.ledger, context); !found)
    go_on_without(forge_records, found.error(), context);
}

bool RollbackReading::read_on(Context& context) {
  if (!forge_records.keeps_records || forge_records.known.older.empty()) return false;
  if (const auto read = read_older(forge_records, context.ports); !read)
    context.outcome.warn("Older deployments", with_hint(read.error()));
  return true;
}

domain::RunIdentity rollback_identity(const RollbackRequest& request, const SubProject& sub_project,
                                      const Ports& ports) {
  return identify({.operation = "rollback",
                   .environment_tag = sub_project.tag(request.environment),
                   .region = request.region,
                   .requested_version = request.target_version},
                  ports);
}

Expected<SubProject> check_names(const RollbackRequest& request, Ports& ports) {
  auto sub_project = open_sub_project(request.sub_project, request.target_version, ports);
  if (!sub_project) return sub_project;
  if (const auto place = check_place(*sub_project, request.environment, request.region); !place)
    return fail(place.error());
  return sub_project;
}

Expected<RollbackReading> read_rollback(const RollbackRequest& request, Context& context) {
  Ports& ports = context.ports;
  auto sub_project = check_names(request, ports);
  if (!sub_project) return fail(sub_project.error());
  RollbackReading reading{.request = request, .sub_project = *std::move(sub_project)};
  if (request.target_version != "auto") {
    auto version = domain::version_in(reading.sub_project.path, request.target_version);
    if (!version) return fail(while_doing("target_version", version.error()));
    reading.target = *std::move(version);
  }
  auto config = ports.environments.load(request.environment, request.region);
  if (!config) return fail(config.error());
  reading.config = *std::move(config);
  if (const auto read = read_tags(reading, ports); !read) return fail(read.error());
  look_at_records(reading, context);
  return reading;
}

}  // namespace shiptag::operations
