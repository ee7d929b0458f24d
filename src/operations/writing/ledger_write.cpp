#include "operations/writing/ledger_write.hpp"

#include <algorithm>
#include <utility>

#include "domain/deployment_state.hpp"
#include "domain/ledger.hpp"

namespace shiptag::operations {
namespace {

using domain::DeploymentState;
using domain::LedgerLine;

std::vector<domain::Hold> holds_after(const DeploymentState& deployment,
                                      const EnvironmentState& now, Ports& ports) {
  auto holds = now.ledger.empty() ? domain::active(deployment.rebuilt_holds, ports.clock.now())
                                  : now.ledger.holds(ports.clock.now());
  std::erase_if(holds, [&](const domain::Hold& hold) {
    return std::ranges::find(deployment.released_holds, hold) != deployment.released_holds.end();
  });
  holds.insert(holds.end(), deployment.new_holds.begin(), deployment.new_holds.end());
  return holds;
}

/// The commit that a line leaves the tag on.
domain::ObjectId commit_after(const LedgerLine& line, const EnvironmentState& now) {
  return line.will_move_env_tag || !now.tag ? line.commit_sha : now.tag->commit;
}

Error lost(const DeploymentState& deployment, const EnvironmentState& now) {
  std::string by = "it was deleted";
  if (now.tag && now.ledger.empty()) by = "it was moved by hand to " + now.tag->commit.hex();
  if (now.tag && !now.ledger.empty()) {
    const LedgerLine& line = now.ledger.lines().front();
    by = line.triggered_by + " (" + line.deployment_id +
         (line.workflow_run_id.empty() ? "" : ", run " + line.workflow_run_id) + ") set it to " +
         (line.version ? line.version->str() : now.tag->commit.hex());
  }
  return {
      ReasonCode::conflict,
      now.tag_name + " changed while " + deployment.version->str() + " was being deployed: " + by,
      "check which version is live in " + deployment.environment +
          " now, then deploy the right one again"};
}

LedgerWrite already_there(const DeploymentState& deployment, const EnvironmentState& now) {
  const LedgerLine& line = *now.ledger.find(deployment.deployment_id);
  return {ReasonCode::already_there, line, now.tag ? now.tag->commit : line.commit_sha};
}

/// How often a lost race is tried again.
constexpr unsigned most_attempts = 100;

/// Longer each time, and random, so that racing runs do not stay in step.
void wait_before_retry(unsigned tried, Ports& ports) {
  const std::uint64_t longest = std::min<std::uint64_t>(1000, 20 + 40ULL * tried);
  ports.clock.sleep(std::chrono::milliseconds(ports.clock.random() % longest));
}

/// The reason code that it would have had if the response had arrived.
ReasonCode code_for(const LedgerLine& line, const DeploymentState& deployment) {
  if (!deployment.seen_object) return ReasonCode::created;
  return line.will_move_env_tag ? ReasonCode::moved : ReasonCode::recorded;
}

}  // namespace

bool will_move(const DeploymentState& deployment, const EnvironmentState& now) {
  if (deployment.region.empty() || !now.tag) return true;
  const auto regions = domain::every_region(deployment.configured_regions, now.ledger);
  return std::ranges::all_of(regions, [&](const std::string& region) {
    if (region == deployment.region) return true;
    const LedgerLine* line = now.ledger.running(region);
    return line != nullptr && line->version == deployment.version;
  });
}

LedgerLine planned_line(const DeploymentState& deployment, const EnvironmentState& now,
                        Ports& ports) {
  LedgerLine line{deployment, holds_after(deployment, now, ports), {}};
  line.will_move_env_tag = will_move(deployment, now);
  line.status = domain::DeploymentStatus::succeeded;
  return line;
}

Expected<LedgerWrite> write_line(LedgerLine line, const domain::ObjectId& commit,
                                 const EnvironmentState& now, Ports& ports) {
  line.text = ports.ledger_format.write_line(line);
  domain::Ledger ledger = now.ledger;
  ledger.append(line);
  ports::TagUpdate update{now.tag_name, now.object(), ports::NewTag{}};
  update.wanted = ports::NewTag{commit,
                                {ports.run.actor, ports.run.actor_email},
                                ports.clock.now(),
                                domain::ledger_message(now.tag_name, ledger, ports.run.run_url)};
  auto updated = ports.tags.update({update});
  if (!updated) return fail(updated.error());
  LedgerWrite written{ReasonCode::recorded, std::move(line), commit, updated->server_messages};
  if (!now.tag)
    written.code = ReasonCode::created;
  else if (now.tag->commit != commit)
    written.code = ReasonCode::moved;
  return written;
}

Expected<void> until_no_race(Context& context, const std::function<Expected<void>()>& attempt) {
  const domain::Outcome before = context.outcome;
  for (unsigned tried = 0; tried < most_attempts; ++tried) {
    auto done = attempt();
    if (done || done.error().code != ReasonCode::conflict) return done;
    context.ports.log.debug("lost a race: " + done.error().message);
    context.outcome = before;
    wait_before_retry(tried, context.ports);
  }
  return fail(ReasonCode::conflict, "other runs kept changing the same tags",
              "run this again when fewer runs are in progress");
}

Expected<LedgerWrite> write_deployment(const DeploymentState& deployment, EnvironmentState now,
                                       Ports& ports) {
  for (unsigned tried = 0; tried < most_attempts; ++tried) {
    const auto race = domain::classify_race(deployment, now.object(), now.ledger);
    if (race == domain::Race::ours) {
      auto found = already_there(deployment, now);
      if (tried > 0) found.code = code_for(found.line, deployment);
      return found;
    }
    if (now.unreadable && race != domain::Race::not_moved) return fail(*now.unreadable);
    if (race == domain::Race::lost) return fail(lost(deployment, now));
    LedgerLine line = planned_line(deployment, now, ports);
    line.completed_at = ports.clock.now();
    auto written = write_line(line, commit_after(line, now), now, ports);
    if (written || written.error().code != ReasonCode::conflict) return written;
    ports.log.debug("lost a race for " + now.tag_name + ": " + written.error().message);
    wait_before_retry(tried, ports);
    auto again = read_environment_again(now.tag_name, ports);
    if (!again) return fail(again.error());
    now = *std::move(again);
  }
  return fail(ReasonCode::conflict, now.tag_name + " kept changing",
              "run this again when fewer deployments are in progress");
}

}  // namespace shiptag::operations
