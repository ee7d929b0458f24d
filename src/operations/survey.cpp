#include "operations/survey.hpp"

#include <algorithm>
#include <utility>

namespace shiptag::operations {
namespace {

using domain::DeploymentRecord;
using domain::RecordState;

/// How long a job may take at most where its run cannot be asked: GitHub's own limit for a job.
constexpr std::int64_t longest_job_seconds = std::int64_t{6} * 3600;

/// Whose run has ended, or where that cannot be asked, who has been silent for too long.
Expected<bool> has_ended(const DeploymentRecord& record, domain::UnderWay& other, Survey& survey,
                         World& world) {
  const std::string& run_id = record.line->workflow_run_id;
  if (run_id.empty() || record.is_from_elsewhere)
    return world.clock.now().seconds - record.created_at.seconds > longest_job_seconds;
  const auto found = look_at_run(run_id, survey, world);
  if (!found) return fail(found.error());
  if (*found) other.url = (*found)->url;
  return !*found || (*found)->is == ports::RunState::Is::ended;
}

/// Whether all that `line` set in `region` (empty: everywhere) has been set anew since.
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

/// Takes the records under way of what `ledger` has for the successes that they are.
void correct(Survey& survey, const domain::Ledger& ledger, const std::string& run_id) {
  for (const auto* record :
       domain::under_way_at(survey.records.newest_first, survey.place, run_id)) {
    const auto* line = ledger.find(record->line->deployment_id);
    if (line == nullptr) continue;
    survey.corrections.push_back(
        {record->id, ports::StatusChange::To::succeeded, "The ledger has it"});
    const bool is_over = is_superseded(*line, line->region, ledger);
    if (is_over)
      survey.corrections.push_back(
          {record->id, ports::StatusChange::To::inactive, "Replaced since"});
    const auto at =
        std::ranges::find(survey.records.newest_first, record->id, &DeploymentRecord::id);
    at->state = is_over ? RecordState::inactive : RecordState::succeeded;
  }
}

std::string described(const domain::LedgerLine& line) {
  return line.deployment_id +
         (line.workflow_run_id.empty() ? "" : " of run " + line.workflow_run_id);
}

}  // namespace

Survey survey_of(const CommonRequest& request, const domain::Place& place, const World& world) {
  const std::string& name = request.github_environment;
  return {.place = place,
          .environment = name.empty() ? place.environment : name,
          .keeps_records = request.keeps_records && world.control_plane.has_value()};
}

Expected<void> read_newest(Survey& survey, const std::vector<domain::ObjectId>& commits,
                           World& world) {
  if (!survey.keeps_records) return {};
  auto records = world.control_plane->deployments.read(
      {.environment = survey.environment, .older = {}, .commits = commits});
  if (!records) return fail(records.error());
  survey.records = *std::move(records);
  return {};
}

Expected<void> read_older(Survey& survey, World& world) {
  constexpr int most_pages = 9;
  for (int page = 0; page < most_pages && !survey.records.older.empty(); ++page) {
    auto more = world.control_plane->deployments.read(
        {.environment = survey.environment, .older = survey.records.older});
    if (!more) return fail(while_doing("reading older deployments", more.error()));
    auto& all = survey.records.newest_first;
    all.insert(all.end(), more->newest_first.begin(), more->newest_first.end());
    survey.records.older = std::move(more->older);
  }
  return {};
}

Expected<std::optional<ports::RunState>> look_at_run(const std::string& run_id, Survey& survey,
                                                     World& world) {
  const auto known = survey.runs.find(run_id);
  if (known != survey.runs.end()) return known->second;
  auto found = world.control_plane->runs.find(run_id);
  if (found) survey.runs.emplace(run_id, *found);
  return found;
}

Expected<void> find_under_way(Survey& survey, const domain::Ledger& ledger, Run& run) {
  const std::string& run_id = run.world.run.run_id;
  correct(survey, ledger, run_id);
  for (const auto* record :
       domain::under_way_at(survey.records.newest_first, survey.place, run_id)) {
    domain::UnderWay other{.line = *record->line};
    const auto ended = has_ended(*record, other, survey, run.world);
    if (!ended) return fail(ended.error());
    if (!*ended) {
      survey.under_way.push_back(std::move(other));
      continue;
    }
    survey.corrections.push_back(
        {record->id, ports::StatusChange::To::cancelled, "Its run ended without saying how"});
    run.outcome.note("Passed over",
                     described(*record->line) + " is recorded as under way, but its run has ended");
  }
  return {};
}

Expected<void> rebuild_ledger(EnvironmentState& state, Survey& survey, Run& run) {
  if (!survey.keeps_records || state.unreadable || !state.ledger.empty()) return {};
  if (auto read = read_older(survey, run.world); !read) return read;
  auto lines = survey.history();
  std::erase_if(lines, [&](const domain::LedgerLine& line) {
    return !survey.identity_hash.empty() &&
           domain::identity_suffix(line.deployment_id) == survey.identity_hash;
  });
  if (lines.empty()) return {};
  domain::Ledger ledger;
  for (auto line = lines.rbegin(); line != lines.rend(); ++line) {
    line->text = run.world.records.write_line(*line);
    ledger.append(std::move(*line));
  }
  state.ledger = std::move(ledger);
  state.was_rebuilt = true;
  run.outcome.note("Ledger rebuilt", state.tag_name +
                                         " has no ledger: its history and holds are those of the " +
                                         "deployments that GitHub recorded (" +
                                         std::to_string(state.ledger.lines().size()) +
                                         "); what hold and resume changed since is not known");
  return {};
}

void warn_of_unrecorded(const EnvironmentState& state, const Survey& survey, Run& run) {
  if (state.ledger.empty()) return;
  const auto history = survey.history();
  const auto at = std::ranges::find_if(history, [&](const domain::LedgerLine& line) {
    const std::string& region = line.region.empty() ? survey.place.region : line.region;
    return survey.place.overlaps(line) && state.ledger.find(line.deployment_id) == nullptr &&
           !is_superseded(line, region, state.ledger);
  });
  if (at == history.end()) return;
  const domain::LedgerLine& newest = *at;
  run.outcome.warn("Tag behind", "GitHub records that " + newest.version->str() +
                                     " was deployed to " + newest.environment + " at " +
                                     newest.completed_at->rfc3339() + " (" + described(newest) +
                                     "), and " + state.tag_name +
                                     " does not say so: look what is live there");
}

Expected<bool> was_deployed_to(const std::string& environment, const domain::Version& version,
                               World& world) {
  Survey there{.place = {version.sub_project_path(), environment, ""},
               .environment = environment,
               .keeps_records = true};
  const auto is_there = [&] {
    return std::ranges::any_of(
        there.history(), [&](const domain::LedgerLine& line) { return line.version == version; });
  };
  if (auto read = read_newest(there, {}, world); !read) return fail(read.error());
  if (is_there()) return true;
  if (auto read = read_older(there, world); !read) return fail(read.error());
  return is_there();
}

Expected<domain::Approved> see_approval(const Survey& survey, World& world) {
  using domain::Approved;
  if (!world.control_plane) return Approved::cannot_be_seen;
  const std::string& run_id = world.run.run_id;
  if (run_id.empty()) return Approved::no;
  // GitHub starts a job in such an environment only once somebody approved it.
  const bool could_not_start_without =
      survey.records.requires_reviewers &&
      std::ranges::any_of(survey.records.newest_first, [&](const DeploymentRecord& record) {
        // A job that was rejected has a deployment as well, which failed.
        return !record.line && record.run_id == run_id &&
               (record.state == RecordState::in_progress || record.state == RecordState::succeeded);
      });
  if (could_not_start_without) return Approved::yes;
  const auto approver = world.control_plane->permissions.approver(run_id, survey.environment);
  if (!approver) return fail(approver.error());
  return *approver ? Approved::yes : Approved::no;
}

void warn_of_workflows(const Survey& survey, const domain::ObjectId& commit,
                       const EnvironmentState& here, Run& run) {
  const auto differs = [&](const domain::ObjectId& id) {
    return std::ranges::find(survey.records.other_workflows, id) !=
           survey.records.other_workflows.end();
  };
  const std::string why = " differ from those of " + survey.records.default_branch +
                          ", and GitHub refuses to move a tag there with GITHUB_TOKEN; give a "
                          "token of a GitHub App with workflows: write";
  if (differs(commit))
    run.outcome.warn("Workflow files", "the workflow files at " + commit.hex() + why);
  else if (here.tag && here.tag->commit != commit && differs(here.tag->commit))
    run.outcome.warn("Workflow files", "a rollback from here would leave " + here.tag_name +
                                           " where it is: the workflow files at " +
                                           here.tag->commit.hex() + why);
}

}  // namespace shiptag::operations
