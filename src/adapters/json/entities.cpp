#include "adapters/json/entities.hpp"

namespace shiptag::adapters::json {
namespace {

void write_time(Writer& writer, std::string_view key, const std::optional<Timestamp>& time) {
  write_optional(writer, key, time ? std::optional(time->rfc3339()) : std::nullopt);
}

void write_known(Writer& writer, const domain::LedgerLine& line) {
  const auto region =
      line.region.empty() ? std::nullopt : std::optional(domain::Region{line.region, ""});
  write(writer, "deployment_id", line.deployment_id);
  write_entity_member(writer, "version", line.version);
  write_entity_member(writer, "region", region);
  write(writer, "commit_sha", line.commit_sha.hex());
  write(writer, "will_move_env_tag", line.will_move_env_tag);
  write_unless_empty(writer, "triggered_by", line.triggered_by);
}

void write_unknown(Writer& writer) {
  for (const std::string_view key :
       {"deployment_id", "version", "region", "commit_sha", "will_move_env_tag", "triggered_by"})
    write_null(writer, key);
}

/// One of `queue`, with the attributes of a Deployment.
void write_queued(Writer& writer, const domain::QueuedDeployment& deployment,
                  const domain::DeploymentQueue& queue) {
  const std::uint64_t position = deployment.queue_position;
  const bool runs = position == 0;
  writer.StartObject();
  if (deployment.line)
    write_known(writer, *deployment.line);
  else
    write_unknown(writer);
  write_entity_member(
      writer, "environment",
      std::optional(domain::Environment{.name = queue.environment,
                                        .is_production = queue.environment == "production"}));
  write(writer, "status", runs ? "in_progress" : "queued");
  write_optional(writer, "queue_position", runs ? std::nullopt : std::optional(position));
  write_optional(writer, "estimated_wait_time", deployment.estimated_wait_time);
  write_time(writer, "started_at", runs ? queue.locked_at : std::nullopt);
  write_null(writer, "completed_at");
  write_unless_empty(writer, "workflow_run_id", deployment.workflow_run_id);
  write_unless_empty(writer, "run_name", deployment.run_name);
  write_unless_empty(writer, "run_url", deployment.url);
  write(writer, "waits_for_approval", deployment.waits_for_approval);
  writer.EndObject();
}

}  // namespace

void write_entity(Writer& writer, const domain::DeploymentQueue& queue) {
  writer.StartObject();
  write(writer, "environment", queue.environment);
  write_key(writer, "queue");
  writer.StartArray();
  for (const auto& waiting : queue.queue) write_queued(writer, waiting, queue);
  writer.EndArray();
  write_key(writer, "current_deployment");
  if (queue.current_deployment)
    write_queued(writer, *queue.current_deployment, queue);
  else
    writer.Null();
  write_time(writer, "locked_at", queue.locked_at);
  writer.EndObject();
}

void write_cloud_mappings(Writer& writer, const domain::Region& region) {
  writer.StartObject();
  for (const auto& [provider, name] : region.cloud_mappings) write(writer, provider, name);
  writer.EndObject();
}

void write_version_attributes(Writer& writer, const domain::Version& version) {
  write(writer, "full_version", version.str());
  write_unless_empty(writer, "sub_project_path", version.sub_project_path());
  write(writer, "semver", version.semver());
  write(writer, "major", version.core().major);
  write(writer, "minor", version.core().minor);
  write(writer, "patch", version.core().patch);
  write_unless_empty(writer, "prerelease", version.prerelease());
}

void write_entity(Writer& writer, const domain::Version& version) {
  writer.StartObject();
  write_version_attributes(writer, version);
  writer.EndObject();
}

void write_entity(Writer& writer, const domain::VersionTag& tag) {
  writer.StartObject();
  write(writer, "tag_name", tag.tag_name);
  write(writer, "tag_type", to_string(tag.tag_type));
  write_unless_empty(writer, "sub_project_path", tag.sub_project_path);
  write_entity_member(writer, "version", tag.version);
  write_unless_empty(writer, "environment", tag.environment);
  write_unless_empty(writer, "state", tag.state ? to_string(*tag.state) : "");
  write(writer, "commit_sha", tag.commit_sha.hex());
  write(writer, "is_movable", tag.is_movable());
  write_time(writer, "created_at", tag.created_at);
  write_time(writer, "updated_at", tag.updated_at);
  writer.EndObject();
}

void write_entity(Writer& writer, const domain::Region& region) {
  writer.StartObject();
  write(writer, "name", region.name);
  write_unless_empty(writer, "config_path", region.config_path);
  write_key(writer, "cloud_mappings");
  write_cloud_mappings(writer, region);
  writer.EndObject();
}

void write_entity(Writer& writer, const domain::Environment& environment) {
  writer.StartObject();
  write(writer, "name", environment.name);
  write_unless_empty(writer, "config_path", environment.config_path);
  write_key(writer, "regions");
  writer.StartArray();
  for (const domain::Region& region : environment.regions) write_entity(writer, region);
  writer.EndArray();
  write_unless_empty(writer, "secrets_file", environment.secrets_file);
  write(writer, "is_production", environment.is_production);
  write(writer, "requires_approval", environment.requires_approval);
  writer.EndObject();
}

void write_entity(Writer& writer, const domain::Deployment& deployment,
                  const domain::Environment& environment) {
  writer.StartObject();
  write(writer, "deployment_id", deployment.deployment_id);
  write_entity_member(writer, "version", deployment.version);
  write_entity_member(writer, "environment", std::optional(environment));
  write_entity_member(writer, "region",
                      deployment.region.empty()
                          ? std::nullopt
                          : std::optional(environment.region(deployment.region)));
  write(writer, "commit_sha", deployment.commit_sha.hex());
  write(writer, "will_move_env_tag", deployment.will_move_env_tag);
  write(writer, "status", to_string(deployment.status));
  // Both are set if and only if it is queued, and then it is in a DeploymentQueue.
  write_null(writer, "queue_position");
  write_null(writer, "estimated_wait_time");
  write_time(writer, "started_at", deployment.started_at);
  write_time(writer, "completed_at", deployment.completed_at);
  write_unless_empty(writer, "workflow_run_id", deployment.workflow_run_id);
  write(writer, "triggered_by", deployment.triggered_by);
  writer.EndObject();
}

}  // namespace shiptag::adapters::json
