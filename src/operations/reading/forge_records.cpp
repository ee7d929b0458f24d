#include "operations/reading/forge_records.hpp"

#include <algorithm>
#include <utility>

namespace shiptag::operations {
namespace {

using domain::ForgeRecord;
using domain::RecordState;

/// How long a job can take if its run cannot be looked up: GitHub's own limit for a job.
constexpr std::int64_t longest_job_seconds = std::int64_t{6} * 3600;

/// Whether its run has ended or, if that cannot be looked up, it has been silent for too long.
Expected<bool> has_ended(const ForgeRecord& record, domain::UnderWay& other,
                         ForgeRecords& forge_records, Ports& ports) {
  const std::string& run_id = record.line->workflow_run_id;
  if (run_id.empty() || record.is_from_elsewhere)
    return ports.clock.now().seconds - record.created_at.seconds > longest_job_seconds;
  const auto found = look_at_run(run_id, forge_records, ports);
  if (!found) return fail(found.error());
  if (*found) other.url = (*found)->url;
  return !*found || (*found)->is == ports::RunState::Is::ended;
}

/// Whether everything that `line` set in `region` (empty: everywhere) has been set again since.
bool is_superseded(const domain::LedgerLine& line, const std::string& region,
                   const domain::Ledger& ledger) {
  const auto regions =
      region.empty() ? domain::every_region({}, ledger) : std::vector<std::string>{region};
  return std::ranges::all_of(regions, [&](const std::string& each) {
    const auto* told = ledger.running(each);
    return told != nullptr && told->deployment_id != line.deployment_id &&
           told->completed_at >= line.completed_at;
  });
}

/// Corrects records under way whose deployments are in `ledger`: they succeeded.
void correct(ForgeRecords& forge_records, const domain::Ledger& ledger, const std::string& run_id) {
  for (const auto* record :
       domain::under_way_at(forge_records.known.newest_first, forge_records.place, run_id)) {
    const auto* line = ledger.find(record->line->deployment_id);
    if (line == nullptr) continue;
    forge_records.corrections.push_back(
        {record->id, ports::StatusChange::To::succeeded, "Recorded in the ledger"});
    const bool is_over = is_superseded(*line, line->region, ledger);
    if (is_over)
      forge_records.corrections.push_back(
          {record->id, ports::StatusChange::To::inactive, "Replaced by a later deployment"});
    const auto at =
        std::ranges::find(forge_records.known.newest_first, record->id, &ForgeRecord::id);
    at->state = is_over ? RecordState::inactive : RecordState::succeeded;
  }
}

std::string described(const domain::LedgerLine& line) {
  return line.deployment_id +
         (line.workflow_run_id.empty() ? "" : " of run " + line.workflow_run_id);
}

}  // namespace

ForgeRecords forge_records_of(const CommonRequest& request, const domain::Place& place,
                              const Ports& ports) {
  const std::string& name = request.github_environment;
  return {.place = place,
          .forge_environment = name.empty() ? place.environment : name,
          .keeps_records = request.keeps_records && ports.forge.has_value()};
}

Expected<void> read_newest(ForgeRecords& forge_records,
                           const std::vector<domain::ObjectId>& commits, Ports& ports) {
  if (!forge_records.keeps_records) return {};
  auto records = ports.forge->deployments.read(
      {.forge_environment = forge_records.forge_environment, .older = {}, .commits = commits});
  if (!records) return fail(records.error());
  forge_records.known = *std::move(records);
  return {};
}

Expected<void> read_older(ForgeRecords& forge_records, Ports& ports) {
  constexpr int most_pages = 9;
  for (int page = 0; page < most_pages && !forge_records.known.older.empty(); ++page) {
    auto more = ports.forge->deployments.read(
        {.forge_environment = forge_records.forge_environment, .older = forge_records.known.older});
    if (!more) return fail(while_doing("reading older deployments", more.error()));
    auto& all = forge_records.known.newest_first;
    all.insert(all.end(), more->newest_first.begin(), more->newest_first.end());
    forge_records.known.older = std::move(more->older);
  }
  return {};
}

Expected<std::optional<ports::RunState>> look_at_run(const std::string& run_id,
                                                     ForgeRecords& forge_records, Ports& ports) {
  const auto known = forge_records.runs.find(run_id);
  if (known != forge_records.runs.end()) return known->second;
  auto found = ports.forge->runs.find(run_id);
  if (found) forge_records.runs.emplace(run_id, *found);
  return found;
}

Expected<void> find_under_way(ForgeRecords& forge_records, const domain::Ledger& ledger,
                              Context& context) {
  const std::string& run_id = context.ports.run.run_id;
  correct(forge_records, ledger, run_id);
  for (const auto* record :
       domain::under_way_at(forge_records.known.newest_first, forge_records.place, run_id)) {
    domain::UnderWay other{.line = *record->line};
    const auto ended = has_ended(*record, other, forge_records, context.ports);
    if (!ended) return fail(ended.error());
    if (!*ended) {
      forge_records.under_way.push_back(std::move(other));
      continue;
    }
    forge_records.corrections.push_back({record->id, ports::StatusChange::To::cancelled,
                                         "Its run ended without reporting a result"});
    context.outcome.note(
        "Ignored", described(*record->line) + " is recorded as in progress, but its run has ended");
  }
  return {};
}

Expected<void> rebuild_ledger(EnvironmentState& state, ForgeRecords& forge_records,
                              Context& context) {
  if (!forge_records.keeps_records || state.unreadable || !state.ledger.empty()) return {};
  if (auto read = read_older(forge_records, context.ports); !read) return read;
  auto lines = forge_records.history();
  std::erase_if(lines, [&](const domain::LedgerLine& line) {
    return !forge_records.identity_hash.empty() &&
           domain::identity_suffix(line.deployment_id) == forge_records.identity_hash;
  });
  if (lines.empty()) return {};
  domain::Ledger ledger;
  for (auto line = lines.rbegin(); line != lines.rend(); ++line) {
    line->text = context.ports.ledger_format.write_line(*line);
    ledger.append(std::move(*line));
  }
  state.ledger = std::move(ledger);
  state.was_rebuilt = true;
  context.outcome.note(
      "Ledger rebuilt",
      state.tag_name + " has no ledger: its history and holds were rebuilt from the " +
          std::to_string(state.ledger.lines().size()) +
          " deployments that GitHub recorded; a hold set or lifted after the last of "
          "them is unknown");
  return {};
}

void warn_of_unrecorded(const EnvironmentState& state, const ForgeRecords& forge_records,
                        Context& context) {
  if (state.ledger.empty()) return;
  const auto history = forge_records.history();
  const auto at = std::ranges::find_if(history, [&](const domain::LedgerLine& line) {
    const std::string& region = line.region.empty() ? forge_records.place.region : line.region;
    return forge_records.place.overlaps(line) && state.ledger.find(line.deployment_id) == nullptr &&
           !is_superseded(line, region, state.ledger);
  });
  if (at == history.end()) return;
  const domain::LedgerLine& newest = *at;
  context.outcome.warn("Tag out of date", "GitHub records that " + newest.version->str() +
                                              " was deployed to " + newest.environment + " at " +
                                              newest.completed_at->rfc3339() + " (" +
                                              described(newest) + "), but " + state.tag_name +
                                              " does not say so: check what is live there");
}

Expected<bool> was_deployed_to(const std::string& environment, const domain::Version& version,
                               Ports& ports) {
  ForgeRecords there{.place = {version.sub_project_path(), environment, ""},
                     .forge_environment = environment,
                     .keeps_records = true};
  const auto is_there = [&] {
    return std::ranges::any_of(
        there.history(), [&](const domain::LedgerLine& line) { return line.version == version; });
  };
  if (auto read = read_newest(there, {}, ports); !read) return fail(read.error());
  if (is_there()) return true;
  if (auto read = read_older(there, ports); !read) return fail(read.error());
  return is_there();
}

Expected<domain::Approved> see_approval(const ForgeRecords& forge_records, Ports& ports) {
  using domain::Approved;
  if (!ports.forge) return Approved::cannot_be_seen;
  const std::string& run_id = ports.run.run_id;
  if (run_id.empty()) return Approved::no;
  // GitHub starts a job in such an environment only once somebody approved it.
  const bool could_not_start_without =
      forge_records.known.requires_reviewers &&
      std::ranges::any_of(forge_records.known.newest_first, [&](const ForgeRecord& record) {
        // A job that was rejected has a deployment as well, which failed.
        return !record.line && record.run_id == run_id &&
               (record.state == RecordState::in_progress || record.state == RecordState::succeeded);
      });
  if (could_not_start_without) return Approved::yes;
  const auto approver = ports.forge->permissions.approver(run_id, forge_records.forge_environment);
  if (!approver) return fail(approver.error());
  return *approver ? Approved::yes : Approved::no;
}

void warn_of_obstacles(const ForgeRecords& forge_records, const domain::ObjectId& commit,
                       const EnvironmentState& here, Context& context) {
  const auto& obstacles = forge_records.known.obstacles;
  const auto at = [&](const domain::ObjectId& id) {
    return std::ranges::find(obstacles, id, &ports::Obstacle::commit);
  };
  if (const auto there = at(commit); there != obstacles.end())
    return context.outcome.warn(there->title, there->message);
  if (!here.tag || here.tag->commit == commit) return;
  if (const auto back = at(here.tag->commit); back != obstacles.end())
    context.outcome.warn(back->title,
                         "a later rollback to the version that runs now could not move " +
                             here.tag_name + " back: " + back->message);
}

}  // namespace shiptag::operations
