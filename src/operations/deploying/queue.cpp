#include "operations/deploying/queue.hpp"

#include <algorithm>

#include "domain/deployment_queue.hpp"
#include "domain/names.hpp"

namespace shiptag::operations {
namespace {

using domain::DeploymentQueue;
using domain::QueuedDeployment;
using Members = std::vector<ports::GroupMember>;

std::string group_of(const PhasedRequest& request, const ForgeRecords& forge_records) {
  if (!request.concurrency_group.empty()) return request.concurrency_group;
  return "deploy-" +
         domain::in_sub_project(forge_records.place.sub_project, forge_records.place.environment);
}

/// What is recorded about the deployment that this run makes.
std::optional<domain::LedgerLine> line_of_run(const std::string& run_id,
                                              const ForgeRecords& forge_records) {
  for (const auto& record : forge_records.known.newest_first)
    if (record.is_under_way() && record.line && record.line->workflow_run_id == run_id)
      return record.line;
  return std::nullopt;
}

QueuedDeployment queued(const ports::GroupMember& member, const ForgeRecords& forge_records) {
  return {.workflow_run_id = member.run_id,
          .run_name = member.run_name,
          .url = member.url,
          .line = line_of_run(member.run_id, forge_records)};
}

DeploymentQueue from_group(const Members& members, const ForgeRecords& forge_records) {
  DeploymentQueue queue{.environment = forge_records.place.environment};
  for (const ports::GroupMember& member : members) {
    QueuedDeployment entry = queued(member, forge_records);
    if (member.holds && !queue.current_deployment) {
      queue.current_deployment = std::move(entry);
      continue;
    }
    entry.queue_position = queue.queue.size() + 1;
    queue.queue.push_back(std::move(entry));
  }
  return queue;
}

/// Where the group is not known, the oldest deployment under way is the one that runs.
DeploymentQueue from_records(const ForgeRecords& forge_records) {
  DeploymentQueue queue{.environment = forge_records.place.environment};
  for (auto other = forge_records.under_way.rbegin(); other != forge_records.under_way.rend();
       ++other) {
    QueuedDeployment entry{
        .workflow_run_id = other->line.workflow_run_id, .url = other->url, .line = other->line};
    if (!queue.current_deployment) {
      queue.current_deployment = std::move(entry);
      queue.locked_at = other->line.started_at;
      continue;
    }
    entry.queue_position = queue.queue.size() + 1;
    queue.queue.push_back(std::move(entry));
  }
  return queue;
}

/// Finds out when the current one started, and whether it is waiting for a person.
void look_at_current(DeploymentQueue& queue, ForgeRecords& forge_records, Context& context) {
  QueuedDeployment& current = *queue.current_deployment;
  if (current.line) queue.locked_at = current.line->started_at;
  if (current.workflow_run_id == context.ports.run.run_id) {
    if (!queue.locked_at) queue.locked_at = context.ports.clock.now();
    return;
  }
  const auto state = look_at_run(current.workflow_run_id, forge_records, context.ports);
  if (!state || !*state) return;
  current.waits_for_approval = (*state)->is == ports::RunState::Is::waiting_for_approval;
  if (!queue.locked_at) queue.locked_at = (*state)->started_at;
}

DeploymentQueue compute(const std::string& group, ForgeRecords& forge_records, Context& context) {
  const auto members = context.ports.forge->runs.group(group);
  if (!members)
    context.outcome.note("Queue", "the concurrency group " + group +
                                      " could not be read: " + with_hint(members.error()));
  if (!members || !*members) return from_records(forge_records);
  DeploymentQueue queue = from_group(**members, forge_records);
  if (queue.current_deployment) look_at_current(queue, forge_records, context);
  return queue;
}

std::string described(const DeploymentQueue& queue) {
  const QueuedDeployment& current = *queue.current_deployment;
  const std::size_t waiting = queue.queue.size();
  return "run " + current.workflow_run_id + (queue.locked_at ? " has been " : " is ") +
         (current.waits_for_approval ? "waiting for approval" : "running") +
         (queue.locked_at ? " since " + queue.locked_at->rfc3339() : "") +
         (waiting == 0 ? "" : "; " + std::to_string(waiting) + " waiting");
}

std::string text_of(std::optional<std::uint64_t> number) {
  return number ? std::to_string(*number) : "";
}

}  // namespace

void tell_queue(const PhasedRequest& request, ForgeRecords& forge_records,
                const domain::Ledger& ledger, Context& context) {
  if (!forge_records.keeps_records) return context.outcome.output("queue_position", "");
  DeploymentQueue queue = compute(group_of(request, forge_records), forge_records, context);
  for (QueuedDeployment& waiting : queue.queue)
    waiting.estimated_wait_time = domain::estimated_wait(
        ledger, waiting.queue_position, queue.locked_at, context.ports.clock.now());
  const std::string& run_id = context.ports.run.run_id;
  const auto ours = std::ranges::find(queue.queue, run_id, &QueuedDeployment::workflow_run_id);
  std::optional<std::uint64_t> position;
  std::optional<std::uint64_t> wait;
  if (ours != queue.queue.end() && !run_id.empty()) {
    position = ours->queue_position;
    wait = ours->estimated_wait_time;
  }
  context.outcome.output("queue_position", text_of(position));
  context.outcome.output("estimated_wait_time", text_of(wait));
  context.outcome.output("deployment_queue", context.ports.ledger_format.write(entity(queue)));
  if (queue.current_deployment) context.outcome.findings.push_back({"Queue", described(queue)});
  context.outcome.show("deployment_queue", entity(queue));
}

}  // namespace shiptag::operations
