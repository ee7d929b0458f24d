#include "operations/deploying/rollback_decision.hpp"

#include <utility>

#include "domain/deploy_checks.hpp"
#include "domain/rollback_report.hpp"
#include "operations/deploying/draft.hpp"
#include "operations/override.hpp"

namespace shiptag::operations {
namespace {

using domain::RollbackFacts;

domain::ObjectId commit_here(const DeploymentReading& reading) {
  return reading.here.tag ? reading.here.tag->commit : domain::ObjectId();
}

/// What the choice of a target depends on.
/// @param history  what counts as deployed; outlives the facts.
/// @return `nothing_deployed`
Expected<RollbackFacts> facts_of(const RollbackRequest& request, const DeploymentReading& reading,
                                 const domain::Ledger& history, Ports& ports) {
  const auto running = read_running(reading, ports);
  if (!running) return fail(running.error());
  const std::string tag_name = reading.names.sub_project.tag(request.environment);
  if (!*running)
    return fail(
        ReasonCode::nothing_deployed,
        "nothing is deployed to " + tag_name +
            (request.region.empty() ? "" : " in " + request.region),
        "deploy a version first; if the tag was lost, push it from a clone that has it: git "
        "push origin refs/tags/" +
            tag_name);
  const auto tag = reading.listing.candidate(**running);
  return RollbackFacts{.current = **running,
                       .current_commit = tag ? tag->commit : commit_here(reading),
                       .environment = request.environment,
                       .region = request.region,
                       .criteria = request.criteria,
                       .requested = reading.names.version,
                       .candidates =
                           [&reading](const domain::EachCandidate& each) {
                             reading.listing.for_each_candidate(each);
                           },
                       .ledger = &history,
                       .holds = reading.here.ledger.holds(ports.clock.now())};
}

/// Where the ledger alone would send it; the current commit if the ledger cannot tell.
domain::ObjectId likely_target(const RollbackRequest& request, const DeploymentReading& reading,
                               Ports& ports) {
  const auto facts = facts_of(request, reading, reading.here.ledger, ports);
  const auto target = facts ? domain::select_rollback_target(*facts).target_version
                            : std::optional<domain::Candidate>();
  return target ? target->commit : commit_here(reading);
}

void go_on_without(ForgeRecords& forge_records, const Error& failure, Context& context) {
  context.outcome.warn("GitHub deployments not used", with_hint(failure));
  forge_records.keeps_records = false;
}

/// Reads records that lie further back. @return whether there was more.
bool read_on(ForgeRecords& forge_records, Context& context) {
  if (!forge_records.keeps_records || forge_records.known.older.empty()) return false;
  if (const auto read = read_older(forge_records, context.ports); !read)
    context.outcome.warn("Older deployments not read", with_hint(read.error()));
  return true;
}

std::vector<Error> found_against(const DeploymentReading& reading, const Ports& ports) {
  std::vector<Error> found;
  if (reading.here.unreadable) found.push_back(*reading.here.unreadable);
  if (!reading.forge_records.under_way.empty())
    found.push_back(
        domain::while_under_way(reading.forge_records.under_way.front(), ports.run.run_url));
  return found;
}

/// Keeps automation from bringing back what was withdrawn.
std::vector<domain::Hold> holds_to_add(const RollbackRequest& request, const RollbackFacts& facts,
                                       Ports& ports) {
  if (request.hold == HoldScope::none) return {};
  domain::Hold hold{.reason = facts.current.str() + " withdrawn" +
                              (request.reason.empty() ? "" : ": " + request.reason),
                    .triggered_by = ports.run.actor,
                    .since = ports.clock.now()};
  if (request.hold == HoldScope::version) {
    hold.version = facts.current.str();
    hold.commit_sha = facts.current_commit;
  }
  return {std::move(hold)};
}

}  // namespace

Expected<DeploymentNames> rollback_names(const RollbackRequest& request, Ports& ports) {
  auto names =
      check_names(request, domain::LedgerOperation::rollback, request.target_version, ports);
  if (!names || request.target_version == "auto") return names;
  auto version = domain::version_in(names->sub_project.path, request.target_version);
  if (!version) return fail(while_doing("target_version", version.error()));
  names->version = *std::move(version);
  return names;
}

Expected<DeploymentReading> read_rollback(const RollbackRequest& request, DeploymentNames names,
                                          Context& context) {
  auto reading = read_tags(request, std::move(names), Versions::every, context.ports);
  if (!reading) return reading;
  if (const auto read = read_ledgers(*reading, context.ports); !read) return fail(read.error());
  const auto target = likely_target(request, *reading, context.ports);
  if (const auto read = read_forge_records(*reading, {target}, context); !read)
    go_on_without(reading->forge_records, read.error(), context);
  return reading;
}

void find_others(DeploymentReading& reading, Context& context) {
  ForgeRecords& forge_records = reading.forge_records;
  if (const auto found = find_under_way(forge_records, reading.here.ledger, context); !found)
    go_on_without(forge_records, found.error(), context);
}

Expected<RollbackDecision> decide_rollback(const RollbackRequest& request,
                                           DeploymentReading& reading, Context& context) {
  const ForgeRecords& forge_records = reading.forge_records;
  domain::Ledger history = domain::joined(reading.here.ledger, forge_records.history());
  auto facts = facts_of(request, reading, history, context.ports);
  if (!facts) return fail(facts.error());
  facts->found = found_against(reading, context.ports);
  auto verdict = domain::check_rollback(*facts);
  if (!verdict.target.target_version && read_on(reading.forge_records, context)) {
    history = domain::joined(reading.here.ledger, forge_records.history());
    verdict = domain::check_rollback(*facts);
  }
  auto lifted = lift(verdict.refusals, request, context);
  if (lifted && !verdict.target.target_version) domain::take_requested(verdict.target, *facts);
  show(verdict.target, context.outcome);
  if (!lifted) return fail(lifted.error());
  const domain::Candidate& target = *verdict.target.target_version;
  auto deployment = draft({.version = target.version,
                           .previous_version = facts->current,
                           .commit_sha = target.commit,
                           .reason = request.reason,
                           .override_used = *std::move(lifted)},
                          reading, request, context.ports);
  deployment.new_holds = holds_to_add(request, *facts, context.ports);
  return RollbackDecision{std::move(deployment), std::move(verdict.target)};
}

}  // namespace shiptag::operations
