#include "operations/tag.hpp"

#include <utility>

#include "operations/bookkeeping.hpp"
#include "operations/tag_kinds.hpp"

namespace shiptag::operations {
namespace {

Expected<void> tag(const TagRequest& request, Run& run) {
  auto scope = open_scope(request.sub_project, request.version, run.world);
  if (!scope) return fail(scope.error());
  if (request.remove && request.tag_type != domain::TagType::state)
    return fail(ReasonCode::invalid_input, "delete: true is for state tags",
                "version tags never go away, and an environment tag is moved by deploying");
  switch (request.tag_type) {
    case domain::TagType::version:
      return tag_version(request, *scope, run);
    case domain::TagType::state:
      return tag_state(request, *scope, run);
    case domain::TagType::environment:
      break;
  }
  return tag_environment(request, *std::move(scope), run);
}

void dispatch(const TagRequest& request, Run& run) {
  const auto& tag = run.outcome.version_tag;
  const auto& version = run.outcome.version;
  if (!tag) return;
  dispatch(request.dispatch_workflow, tag->tag_name,
           {{"version", version ? version->semver() : ""},
            {"environment", tag->environment},
            {"sub_project", tag->sub_project_path}},
           run);
}

}  // namespace

domain::Outcome tag(const TagRequest& request, World& world) {
  domain::Outcome outcome{.operation = "tag"};
  Run run{world, outcome};
  if (const auto done = tag(request, run); !done) outcome.end(done.error());
  const bool is_written =
      outcome.reason_code == ReasonCode::created || outcome.reason_code == ReasonCode::moved;
  if (outcome.decision == Decision::done && is_written) dispatch(request, run);
  if (outcome.reason_code == ReasonCode::already_there)
    note_no_dispatch(request.dispatch_workflow, run);
  return outcome;
}

ports::NewTag new_tag(const domain::ObjectId& commit, const std::string& title,
                      const std::optional<domain::OverrideRecord>& override_record, World& world) {
  const domain::RunContext& by = world.run;
  std::string message = title + "\n\nCreated by " + by.actor;
  if (!by.run_url().empty()) message += ", " + by.run_url();
  message += "\n";
  if (override_record) {
    message += "Override by " + override_record->by + ": " + override_record->reason + "\n";
    if (!override_record->previous_tag_object.empty())
      message += "Moved from " + override_record->previous_tag_object + "\n";
  }
  return {commit, {by.actor, by.actor_email}, world.clock.now(), message};
}

void describe_tag(const domain::VersionTag& tag, Run& run) {
  domain::Outcome& outcome = run.outcome;
  outcome.version_tag = tag;
  outcome.output("tag_name", tag.tag_name);
  outcome.output("tag_type", std::string(to_string(tag.tag_type)));
  outcome.output("commit_sha", tag.commit_sha.hex());
  outcome.findings = {{"Tag", tag.tag_name}, {"Commit", tag.commit_sha.hex()}};
  if (!tag.version) return;
  outcome.version = tag.version;
  outcome.output("version", tag.version->semver());
  outcome.output("full_version", tag.version->str());
}

}  // namespace shiptag::operations
