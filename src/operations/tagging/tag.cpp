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

}  // namespace

domain::Outcome tag(const TagRequest& request, Ports& ports) {
  domain::Outcome outcome{.operation = "tag"};
  Context context{ports, outcome};
  if (const auto done = tag(request, context); !done) outcome.end(done.error());
  return outcome;
}

Expected<void> carry_out(TagPlan plan, const TagRequest& request, Context& context) {
  domain::Outcome& outcome = context.outcome;
  outcome.end(plan.code, plan.headline);
  if (request.dry_run) outcome.plan();
  if (plan.updates.empty()) note_no_dispatch(request.dispatch_workflow, context);
  if (plan.updates.empty() || request.dry_run) return {};
  const auto updated = context.ports.tags.update(plan.updates);
  if (!updated) return fail(updated.error());
  outcome.server_messages = updated->server_messages;
  if (plan.code == ReasonCode::deleted) return {};
  plan.tag.created_at = context.ports.clock.now();
  outcome.show("version_tag", entity(plan.tag));
  dispatch(plan.tag, plan.tag.version, request, context);
  return {};
}

void dispatch(const domain::VersionTag& tag, const std::optional<domain::Version>& version,
              const TagRequest& request, Context& context) {
  dispatch(request.dispatch_workflow, tag.tag_name,
           {{"version", version ? version->semver() : ""},
            {"environment", tag.environment},
            {"sub_project", tag.sub_project_path}},
           context);
}

ports::NewTag new_tag(const domain::ObjectId& commit, const std::string& title,
                      const std::optional<domain::Override>& override_used, Ports& ports) {
  const domain::RunContext& by = ports.run;
  std::string message = title + "\n\nCreated by " + by.actor;
  if (!by.run_url.empty()) message += ", " + by.run_url;
  message += "\n";
  if (override_used) {
    message += "Override by " + override_used->by + ": " + override_used->reason + "\n";
    if (!override_used->previous_tag_object.empty())
      message += "Moved from " + override_used->previous_tag_object + "\n";
  }
  return {commit, {by.actor, by.actor_email}, ports.clock.now(), message};
}

void describe_tag(const domain::VersionTag& tag, domain::Outcome& outcome) {
  if (tag.version) outcome.show("version", entity(*tag.version));
  outcome.show("version_tag", entity(tag));
  outcome.output("tag_name", tag.tag_name);
  outcome.output("tag_type", std::string(to_string(tag.tag_type)));
  outcome.output("commit_sha", tag.commit_sha.hex());
  outcome.findings = {{"Tag", tag.tag_name}, {"Commit", tag.commit_sha.hex()}};
  if (!tag.version) return;
  outcome.output("version", tag.version->semver());
  outcome.output("full_version", tag.version->str());
}

}  // namespace shiptag::operations
