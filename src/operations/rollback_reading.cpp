#include "operations/rollback_reading.hpp"

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

/// Where the ledger alone would have it go; the current commit where it cannot tell.
domain::ObjectId likely_target(const RollbackReading& reading, World& world) {
  const auto facts = reading.facts(reading.here.ledger, world);
  const auto target = facts ? domain::select_rollback_target(*facts).target_version
                            : std::optional<domain::Candidate>();
  return target ? target->commit : commit_of(reading.here);
}

void go_on_without(Survey& survey, const Error& trouble, Run& run) {
  run.outcome.warn("Without GitHub's records", with_hint(trouble));
  survey.keeps_records = false;
}

void look_at_records(RollbackReading& reading, Run& run) {
  const RollbackRequest& request = reading.request;
  Survey& survey = reading.survey;
  survey = survey_of(request, {reading.scope.sub_project, request.environment, request.region},
                     run.world);
  survey.identity_hash = rollback_identity(request, reading.scope, run.world).hash();
  auto looked = read_newest(survey, {likely_target(reading, run.world)}, run.world);
  if (looked) looked = rebuild_ledger(reading.here, survey, run);
  if (!looked) return go_on_without(survey, looked.error(), run);
  warn_of_unrecorded(reading.here, survey, run);
}

Expected<void> read_tags(RollbackReading& reading, World& world) {
  const std::string tag_name = reading.tag_name();
  std::set<std::string> names = {tag_name};
  if (reading.target) names.insert(reading.target->str());
  auto listing =
      list_tags(reading.scope, {tag_name, reading.scope.version_prefix()}, std::move(names), world);
  if (!listing) return fail(listing.error());
  reading.listing.emplace(*std::move(listing));
  auto states = read_environments({tag_name}, *reading.listing, world);
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
                                                       World& world) const {
  const auto running = running_version(here, considered_regions(*this), versions_in(*listing));
  if (!running) return fail(running.error());
  if (!*running)
    return fail(ReasonCode::nothing_deployed,
                "nothing is deployed to " + tag_name() +
                    (request.region.empty() ? "" : " in " + request.region),
                "deploy a version first; if the tag was lost, a clone that has it can push it: git "
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
      .holds = here.ledger.holds(world.clock.now())};
}

void RollbackReading::find_others(Run& run) {
  if (const auto found = find_under_way(survey, here.ledger, run); !found)
    go_on_without(survey, found.error(), run);
}

bool RollbackReading::read_on(Run& run) {
  if (!survey.keeps_records || survey.records.older.empty()) return false;
  if (const auto read = read_older(survey, run.world); !read)
    run.outcome.warn("Older deployments", with_hint(read.error()));
  return true;
}

domain::RunIdentity rollback_identity(const RollbackRequest& request, const Scope& scope,
                                      const World& world) {
  return identify({.operation = "rollback",
                   .environment_tag = scope.tag(request.environment),
                   .region = request.region,
                   .requested_version = request.target_version},
                  world);
}

Expected<Scope> rollback_scope(const RollbackRequest& request, World& world) {
  auto scope = open_scope(request.sub_project, request.target_version, world);
  if (!scope) return scope;
  if (const auto place = check_place(*scope, request.environment, request.region); !place)
    return fail(place.error());
  return scope;
}

Expected<RollbackReading> read_rollback(const RollbackRequest& request, Run& run) {
  World& world = run.world;
  auto scope = rollback_scope(request, world);
  if (!scope) return fail(scope.error());
  RollbackReading reading{.request = request, .scope = *std::move(scope)};
  if (request.target_version != "auto") {
    auto version = domain::version_in(reading.scope.sub_project, request.target_version);
    if (!version) return fail(while_doing("target_version", version.error()));
    reading.target = *std::move(version);
  }
  auto config = world.environments.load(request.environment, request.region);
  if (!config) return fail(config.error());
  reading.config = *std::move(config);
  if (const auto read = read_tags(reading, world); !read) return fail(read.error());
  look_at_records(reading, run);
  return reading;
}

}  // namespace shiptag::operations
