#include "operations/deploying/deploy_decision.hpp"

#include <utility>

#include "operations/deploying/draft.hpp"
#include "operations/override.hpp"

namespace shiptag::operations {
namespace {

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
                                     domain::Outcome& outcome) {
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

std::vector<domain::ObjectId> commits_of(const DeployReading& reading) {
  std::vector<domain::ObjectId> commits;
  if (reading.facts.tag) commits.push_back(reading.facts.tag->commit);
  if (reading.all.here.tag) commits.push_back(reading.all.here.tag->commit);
  return commits;
}

/// Whether the version was deployed where it must have been deployed first.
Expected<bool> was_deployed_there(const DeployReading& reading, Ports& ports) {
  const domain::Version& version = reading.facts.version;
  if (reading.all.required->ledger.was_deployed(version, "")) return true;
  if (!reading.all.forge_records.keeps_records) return false;
  return was_deployed_to(reading.all.names.required, version, ports);
}

/// What the forge knows, and what follows from the ledger that it may have rebuilt.
Expected<void> read_history(DeployReading& reading, Context& context) {
  if (auto read = read_forge_records(reading.all, commits_of(reading), context); !read) return read;
  if (reading.all.required) {
    const auto deployed = was_deployed_there(reading, context.ports);
    if (!deployed) return fail(deployed.error());
    reading.facts.was_deployed_there = *deployed;
  }
  auto running = read_running(reading.all, context.ports);
  if (!running) return fail(running.error());
  reading.facts.running = *std::move(running);
  reading.facts.holds = reading.all.here.ledger.holds(context.ports.clock.now());
  if (reading.all.here.unreadable) reading.facts.found.push_back(*reading.all.here.unreadable);
  if (reading.all.required && reading.all.required->unreadable)
    reading.facts.found.push_back(*reading.all.required->unreadable);
  return {};
}

}  // namespace

Expected<DeploymentNames> deploy_names(const DeployRequest& request,
                                       domain::LedgerOperation operation, Ports& ports) {
  auto names = check_names(request, operation, request.version, ports);
  if (!names) return names;
  names->required = request.rules.require_deployed_in;
  if (!names->required.empty())
    if (const auto place = check_place(names->sub_project, names->required, ""); !place)
      return fail(while_doing("require_deployed_in", place.error()));
  auto version = requested_version(request, names->sub_project);
  if (!version) return fail(version.error());
  names->version = *std::move(version);
  return names;
}

Expected<DeployReading> read_deploy(const DeployRequest& request, DeploymentNames names,
                                    Context& context) {
  const auto versions = names.version ? Versions::named : Versions::every;
  auto all = read_tags(request, std::move(names), versions, context.ports);
  if (!all) return fail(all.error());
  all->listing.note_ignored(context.outcome);
  const auto version = all->names.version
                           ? Expected<domain::Version>(*all->names.version)
                           : version_on(*request.commit_sha, all->listing, context.outcome);
  if (!version) return fail(version.error());
  domain::DeployFacts facts{.version = *version,
                            .tag = all->listing.candidate(*version),
                            .rules = request.rules,
                            .config = all->config,
                            .region = request.region,
                            .retry_url = context.ports.run.run_url};
  DeployReading reading{*std::move(all), std::move(facts)};
  if (const auto read = read_ledgers(reading.all, context.ports); !read) return fail(read.error());
  if (const auto read = read_history(reading, context); !read) return fail(read.error());
  return reading;
}

Expected<void> read_others(DeployReading& reading, Context& context) {
  ForgeRecords& forge_records = reading.all.forge_records;
  if (auto found = find_under_way(forge_records, reading.all.here.ledger, context); !found)
    return found;
  reading.facts.under_way = forge_records.under_way;
  if (!domain::needs_approval(reading.facts.config, reading.facts.rules.approval)) return {};
  const auto approved = see_approval(forge_records, context.ports);
  if (!approved) return fail(approved.error());
  reading.facts.approved = *approved;
  return {};
}

Expected<domain::DeploymentState> decide_deploy(const DeployRequest& request,
                                                const DeployReading& reading, Context& context) {
  auto verdict = domain::check_deploy(reading.facts);
  for (auto& notice : verdict.notices) context.outcome.notices.push_back(std::move(notice));
  auto lifted = lift(verdict.refusals, request, context);
  if (!lifted) return fail(lifted.error());
  const auto& tag = reading.facts.tag;
  auto deployment = draft({.version = reading.facts.version,
                           .previous_version = reading.facts.running,
                           .commit_sha = tag ? tag->commit : domain::ObjectId(),
                           .will_move_env_tag = request.move_env_tag,
                           .override_used = *std::move(lifted)},
                          reading.all, request, context.ports);
  deployment.released_holds = std::move(verdict.released);
  return deployment;
}

}  // namespace shiptag::operations
