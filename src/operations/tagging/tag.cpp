#include "operations/tagging/tag.hpp"

#include <utility>

#include "operations/tagging/tag_kinds.hpp"
#include "operations/writing/forge_writes.hpp"

namespace shiptag::operations {
namespace {

Expected<void> tag(const TagRequest& request, Context& context) {
  using enum domain::TagType;
  if (request.remove && request.tag_type != state)
    return fail(ReasonCode::invalid_input, "delete: true works only for state tags",
                "version tags are never deleted; to move an environment tag, deploy");
  if (request.tag_type == environment) return tag_environment(request, context);
  const auto sub_project = open_sub_project(request.sub_project, request.version, context.ports);
  if (!sub_project) return fail(sub_project.error());
  return request.tag_type == state ? tag_state(request, *sub_project, context)
                                   : tag_version(request, *sub_project, context);
}

void dispatch(const TagRequest& request, Context& context) {
  const auto& tag = context.outcome.version_tag;
  const auto& version = context.outcome.version;
  if (!tag) return;
  dispatch(request.dispatch_workflow, tag->tag_name,
           {{"version", version ? version->semver() : ""},
            {"environment", tag->environment},
            {"sub_project", tag->sub_project_path}},
           context);
}

}  // namespace

domain::Outcome tag(const TagRequest& request, Ports& ports) {
  domain::Outcome outcome{.operation = "tag"};
  Context context{ports, outcome};
  if (const auto done = tag(request, context); !done) outcome.end(done.error());
  const bool is_written =
      outcome.reason_code == ReasonCode::created || outcome.reason_code == ReasonCode::moved;
  if (outcome.decision == Decision::done && is_written) dispatch(request, context);
  if (outcome.reason_code == ReasonCode::already_there)
    note_no_dispatch(request.dispatch_workflow, context);
  return outcome;
}

ports::NewTag new_tag(const domain::ObjectId& commit, const std::string& title,
                      const std::optional<domain::Override>& override_used, Ports& ports) {
  const domain::RunContext& by = ports.run;
  std::string message = title + "\n\nCreated by " + by.actor;
  if (!by.run_url().empty()) message += ", " + by.run_url();
  message += "\n";
  if (override_used) {
    message += "Override by " + override_used->by + ": " + override_used->reason + "\n";
    if (!override_used->previous_tag_object.empty())
      message += "Moved from " + override_used->previous_tag_object + "\n";
  }
  return {commit, {by.actor, by.actor_email}, ports.clock.now(), message};
}

void describe_tag(const domain::VersionTag& tag, Context& context) {
  domain::Outcome& outcome = context.outcome;
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
