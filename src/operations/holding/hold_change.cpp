#include "operations/holding/hold_change.hpp"

#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include "operations/identity.hpp"
#include "operations/writing/ledger_write.hpp"

namespace shiptag::operations {
namespace {

using domain::Outcome;

/// Enough for every version that people withdraw at a time, and far from filling a ledger's line.
constexpr std::size_t most_holds = 50;

struct Read {
  EnvironmentState state;
  std::optional<domain::Candidate> held;
};

Expected<Read> read(const HoldChange& change, const SubProject& sub_project, Ports& ports) {
  const std::string tag_name = sub_project.tag(change.environment);
  std::set<std::string> names = {tag_name};
  std::optional<domain::Version> version;
  if (!change.version.empty()) {
    auto parsed = domain::version_in(sub_project.path, change.version);
    if (!parsed) return fail(parsed.error());
    version = *std::move(parsed);
    names.insert(version->str());
  }
  const auto listing = list_tags(sub_project, {names.begin(), names.end()}, names, ports);
  if (!listing) return fail(listing.error());
  Read found;
  if (version) found.held = listing->candidate(*version);
  if (version && !found.held)
    return fail(ReasonCode::version_not_found, "there is no tag " + version->str(),
                "name a version that has a tag");
  auto states = read_environments({tag_name}, *listing, ports);
  if (!states) return fail(states.error());
  found.state = std::move(states->front());
  if (!found.state.tag)
    return fail(
        ReasonCode::nothing_deployed, "there is no tag " + tag_name,
        "deploy a version to " + change.environment +
            " first; if the tag was lost, deploy with release_hold: true to lift the holds it had");
  if (found.state.unreadable) return fail(*found.state.unreadable);
  return found;
}

/// Where the tag has lost its ledger, the records tell which holds stand.
void rebuild(EnvironmentState& state, ForgeRecords forge_records, Context& context) {
  if (!state.ledger.empty()) return;
  auto done = read_newest(forge_records, {}, context.ports);
  if (done) done = rebuild_ledger(state, forge_records, context);
  if (!done) context.outcome.warn("Earlier holds are unknown", with_hint(done.error()));
}

domain::LedgerLine line_for(const HoldChange& change, const EnvironmentState& state,
                            std::vector<domain::Hold> holds, Ports& ports) {
  const auto operation = std::string(to_string(change.operation));
  const auto identity = identify({.operation = operation,
                                  .environment_tag = state.tag_name,
                                  .requested_version = change.version},
                                 ports);
  const auto* move = state.ledger.newest_move();
  const Timestamp now = ports.clock.now();
  domain::LedgerLine line{{.operation = change.operation,
                           .deployment_id = new_deployment_id(operation, identity, ports),
                           .version = move != nullptr ? move->version : std::nullopt,
                           .commit_sha = state.tag->commit,
                           .environment = change.environment,
                           .will_move_env_tag = false,
                           .status = domain::DeploymentStatus::succeeded,
                           .started_at = now,
                           .completed_at = now,
                           .reason = change.reason},
                          std::move(holds),
                          {}};
  set_run(line, ports);
  return line;
}

void describe(const HoldChange& change, const EnvironmentState& state, Outcome& outcome) {
  outcome.output("environment", change.environment);
  outcome.output("tag_name", state.tag_name);
  outcome.output("commit_sha", state.tag->commit.hex());
}

/// Whoever lifts or looks for the hold on one version may think that nothing else is on hold.
std::string still_held(const HoldChange& change, const std::vector<domain::Hold>& holds) {
  const bool is_held =
      change.operation == domain::LedgerOperation::resume && !change.version.empty() &&
      std::ranges::any_of(holds, [](const domain::Hold& hold) { return !hold.commit_sha; });
  return is_held ? "; " + change.environment +
                       " itself is still on hold: to lift that, resume without version"
                 : "";
}

/// Says what is on hold now. @param holds  what replaces `active`; nullopt: nothing changes.
void tell(const HoldChange& change, const std::vector<domain::Hold>& active,
          const std::optional<std::vector<domain::Hold>>& holds, Outcome& outcome) {
  const auto& now = holds ? *holds : active;
  show(now, outcome);
  outcome.end(holds ? ReasonCode::recorded : ReasonCode::already_there,
              (holds ? change.done : change.already) + still_held(change, now));
  for (const domain::Hold& hold : active)
    if (std::ranges::count(now, hold) == 0)
      outcome.findings.push_back({"Lifted", hold.describe_lifted(change.environment)});
  if (change.dry_run) outcome.plan();
}

/// One attempt. @return `conflict` if a race was lost and it must be tried again.
Expected<void> attempt(const HoldChange& change, const SubProject& sub_project, Context& context) {
  Outcome& outcome = context.outcome;
  auto found = read(change, sub_project, context.ports);
  if (!found) return fail(found.error());
  rebuild(found->state, change.forge_records, context);
  warn_of_lost_ledger(found->state, outcome);
  const EnvironmentState& state = found->state;
  describe(change, state, outcome);
  const auto active = state.ledger.holds(context.ports.clock.now());
  const auto holds = change.apply(active, found->held);
  if (holds && holds->size() > most_holds)
    return fail(ReasonCode::invalid_input,
                state.tag_name + " has " + std::to_string(active.size()) +
                    " holds, the most that a ledger can keep",
                "lift those that are no longer needed with operation: resume");
  show(active, outcome);
  if (holds && !change.dry_run) {
    const auto line = line_for(change, state, *holds, context.ports);
    const auto written = write_line(line, state.tag->commit, state, context.ports);
    if (!written) return fail(written.error());
    outcome.server_messages = written->server_messages;
  }
  tell(change, active, holds, outcome);
  return {};
}

}  // namespace

Expected<void> change_holds(const HoldChange& change, const SubProject& sub_project,
                            Context& context) {
  return until_no_race(context, [&] { return attempt(change, sub_project, context); });
}

}  // namespace shiptag::operations
