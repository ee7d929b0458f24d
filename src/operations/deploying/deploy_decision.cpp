#include "operations/deploying/deploy_decision.hpp"

#include <utility>

#include "domain/deploy_checks.hpp"
#include "operations/identity.hpp"
#include "operations/override.hpp"
#include "operations/writing/forge_writes.hpp"

namespace shiptag::operations {
namespace {

using domain::Outcome;

std::string required_tag(const DeployRequest& request, const SubProject& sub_project) {
  return request.rules.require_deployed_in.empty()
             ? ""
             : sub_project.tag(request.rules.require_deployed_in);
}

/// The version that is asked for; nullopt: it must be found on the commit.
Expected<std::optional<domain::Version>> requested_version(const DeployRequest& request,
                                                           const SubProject& sub_project) {
  using Version = std::optional<domain::Version>;
  if (!request.version.empty()) {
    auto version = domain::version_in(sub_project.path, request.version);
    return version ? Expected<Version>(*std::move(version)) : fail(version.error());
  }
  if (request.commit_sha) return Version{};
  return fail(ReasonCode::invalid_input, "neither version nor commit_sha is given",
              "name the version to deploy, e.g. version: v1.2.3");
}

Expected<domain::Version> version_on(const domain::ObjectId& commit, const TagListing& listing,
                                     Outcome& outcome) {
  const auto versions = listing.on(commit);
  if (versions.empty())
    return fail(ReasonCode::version_not_found, "no version tag points to commit " + commit.hex(),
                "create one first with operation: tag, or name the version to deploy");
  if (versions.size() > 1)
    outcome.note("Several versions", std::to_string(versions.size()) +
                                         " version tags point to this commit; using " +
                                         "the highest, " + versions.front().str());
  return versions.front();
}

/// The regions whose versions this deployment replaces.
std::vector<std::string> replaced_regions(const DeployRequest& request,
                                          const DeployReading& reading) {
  if (!request.region.empty()) return {request.region};
  return domain::every_region(reading.configured_regions, reading.here.ledger);
}

/// What the forge knows, and what it makes of the ledger.
Expected<void> read_forge_records(const DeployRequest& request, DeployReading& reading,
                                  Context& context) {
  const domain::Place place{reading.sub_project.path, request.environment, request.region};
  ForgeRecords& forge_records = reading.forge_records =
      forge_records_of(request, place, context.ports);
  forge_records.identity_hash =
      deploy_identity(domain::LedgerOperation::deploy, request, reading.sub_project, context.ports)
          .hash();
  std::vector<domain::ObjectId> commits;
  if (reading.tag) commits.push_back(reading.tag->commit);
  if (reading.here.tag) commits.push_back(reading.here.tag->commit);
  if (auto read = read_newest(forge_records, commits, context.ports); !read) return read;
  if (auto rebuilt = rebuild_ledger(reading.here, forge_records, context); !rebuilt) return rebuilt;
  warn_of_unrecorded(reading.here, forge_records, context);
  return {};
}

/// Whether the version was deployed where it must have been deployed first.
Expected<void> read_required(const DeployRequest& request, const EnvironmentState& required,
                             DeployReading& reading, Ports& ports) {
  reading.required_unreadable = required.unreadable;
  reading.was_deployed_there = required.ledger.was_deployed(reading.version, "");
  if (reading.was_deployed_there || !reading.forge_records.keeps_records) return {};
  const auto recorded = was_deployed_to(request.rules.require_deployed_in, reading.version, ports);
  if (!recorded) return fail(recorded.error());
  reading.was_deployed_there = *recorded;
  return {};
}

Expected<void> read_ledgers(const DeployRequest& request, const TagListing& listing,
                            DeployReading& reading, Context& context) {
  const SubProject& sub_project = reading.sub_project;
  std::vector<std::string> names = {sub_project.tag(request.environment)};
  if (!request.rules.require_deployed_in.empty())
    names.push_back(required_tag(request, sub_project));
  auto states = read_environments(names, listing, context.ports);
  if (!states) return fail(states.error());
  reading.here = std::move(states->front());
  if (auto read = read_forge_records(request, reading, context); !read) return read;
  if (states->size() > 1)
    if (auto read = read_required(request, states->back(), reading, context.ports); !read)
      return read;

  const auto versions_on = request.version.empty()
                               ? versions_in(listing)
                               : versions_by_listing(sub_project, context.ports);
  auto running = running_version(reading.here, replaced_regions(request, reading), versions_on);
  if (!running) return fail(running.error());
  reading.running = *std::move(running);
  return {};
}

domain::DeployFacts facts_of(const DeployRequest& request, const DeployReading& reading,
                             Ports& ports) {
  return {.version = reading.version,
          .tag = reading.tag,
          .rules = request.rules,
          .config = reading.config,
          .holds = reading.here.ledger.holds(ports.clock.now()),
          .was_deployed_there = reading.was_deployed_there,
          .region = request.region,
          .running = reading.running,
          .under_way = reading.forge_records.under_way,
          .retry_url = ports.run.run_url(),
          .approved = reading.approved};
}

}  // namespace

Expected<SubProject> check_names(const DeployRequest& request, Ports& ports) {
  auto sub_project = open_sub_project(request.sub_project, request.version, ports);
  if (!sub_project) return sub_project;
  if (const auto place = check_place(*sub_project, request.environment, request.region); !place)
    return fail(place.error());
  if (request.rules.require_deployed_in.empty()) return sub_project;
  if (const auto place = check_place(*sub_project, request.rules.require_deployed_in, ""); !place)
    return fail(while_doing("require_deployed_in", place.error()));
  return sub_project;
}

Expected<DeployReading> read_deploy(const DeployRequest& request, SubProject sub_project,
                                    Context& context) {
  const auto requested = requested_version(request, sub_project);
  if (!requested) return fail(requested.error());
  auto config = context.ports.environments.load(request.environment, request.region);
  if (!config) return fail(config.error());

  std::set<std::string> names = {sub_project.tag(request.environment)};
  if (!request.rules.require_deployed_in.empty()) names.insert(required_tag(request, sub_project));
  if (*requested) names.insert((*requested)->str());
  std::vector<std::string> prefixes(names.begin(), names.end());
  if (!*requested) prefixes.push_back(sub_project.version_prefix());
  const auto listing = list_tags(sub_project, prefixes, std::move(names), context.ports);
  if (!listing) return fail(listing.error());
  listing->left_alone().note_in(context.outcome);
  const auto version = *requested ? Expected<domain::Version>(**requested)
                                  : version_on(*request.commit_sha, *listing, context.outcome);
  if (!version) return fail(version.error());

  DeployReading reading{.sub_project = std::move(sub_project),
                        .version = *version,
                        .tag = listing->candidate(*version)};
  for (const domain::Region& region : config->environment.regions)
    reading.configured_regions.push_back(region.name);
  reading.config = *std::move(config);
  if (const auto read = read_ledgers(request, *listing, reading, context); !read)
    return fail(read.error());
  return reading;
}

Expected<void> read_others(const DeployRequest& request, DeployReading& reading, Context& context) {
  if (auto found = find_under_way(reading.forge_records, reading.here.ledger, context); !found)
    return found;
  if (!domain::needs_approval(reading.config, request.rules.approval)) return {};
  const auto approved = see_approval(reading.forge_records, context.ports);
  if (!approved) return fail(approved.error());
  reading.approved = *approved;
  return {};
}

domain::RunIdentity deploy_identity(domain::LedgerOperation operation, const DeployRequest& request,
                                    const SubProject& sub_project, const Ports& ports) {
  return identify({.operation = std::string(to_string(operation)),
                   .environment_tag = sub_project.tag(request.environment),
                   .region = request.region,
                   .requested_version = request.version},
                  ports);
}

DeploymentPlan draft_deploy(domain::LedgerOperation operation, const DeployRequest& request,
                            const DeployReading& reading, Ports& ports) {
  const auto identity = deploy_identity(operation, request, reading.sub_project, ports);
  const std::string& url = request.environment_url;
  const Timestamp now = ports.clock.now();
  DeploymentPlan plan{
      .deployment = {{.operation = operation,
                      .deployment_id = new_deployment_id("deploy", identity, ports),
                      .version = reading.version,
                      .previous_version = reading.running,
                      .commit_sha = reading.tag ? reading.tag->commit : domain::ObjectId(),
                      .environment = request.environment,
                      .region = request.region,
                      .will_move_env_tag = request.move_env_tag,
                      .status = domain::DeploymentStatus::in_progress,
                      .started_at = now},
                     identity,
                     reading.here.object(),
                     reading.here.newest_line()},
      .config = reading.config,
      .seen = reading.here};
  set_run(plan.deployment, ports);
  plan.deployment.rebuilt_holds = reading.here.rebuilt_holds(now);
  plan.deployment.configured_regions = reading.configured_regions;
  plan.deployment.environment_url = url.empty() ? reading.config.environment.url : url;
  adopt(plan.deployment, reading.forge_records);
  return plan;
}

Expected<void> check_deploy(const DeployRequest& request, const DeployReading& reading,
                            DeploymentPlan& plan, Context& context) {
  auto verdict = domain::check_deploy(facts_of(request, reading, context.ports));
  for (auto& notice : verdict.notices) context.outcome.notices.push_back(std::move(notice));
  auto refusals = reading.refusals;
  if (reading.here.unreadable) refusals.push_back(*reading.here.unreadable);
  if (reading.required_unreadable) refusals.push_back(*reading.required_unreadable);
  refusals.insert(refusals.end(), verdict.refusals.begin(), verdict.refusals.end());
  auto lifted = lift(refusals, request, context);
  if (!lifted) return fail(lifted.error());
  plan.deployment.override_used = *std::move(lifted);
  if (reading.here.unreadable)
    plan.deployment.override_used->previous_tag_object = reading.here.tag->object.hex();
  plan.deployment.released_holds = std::move(verdict.released);
  return {};
}

}  // namespace shiptag::operations
