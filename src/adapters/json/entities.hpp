#pragma once
#include "adapters/json/write.hpp"
#include "domain/deployment.hpp"
#include "domain/deployment_queue.hpp"
#include "domain/environment.hpp"
#include "domain/version.hpp"
#include "domain/version_tag.hpp"

namespace shiptag::adapters::json {

// The data model's entities with its attribute names, each as a JSON object. An attribute that is
// not set is null, and so is the sub-project path of the root project.

void write_entity(Writer& writer, const domain::Version& version);
void write_entity(Writer& writer, const domain::VersionTag& tag);
void write_entity(Writer& writer, const domain::Environment& environment);
void write_entity(Writer& writer, const domain::Region& region);
void write_entity(Writer& writer, const domain::Deployment& deployment,
                  const domain::Environment& environment);
/// Its deployments have what is known about them, and `run_name`, `run_url` and
/// `waits_for_approval` besides the data model's attributes.
void write_entity(Writer& writer, const domain::DeploymentQueue& queue);

/// The attributes of `version` alone, for an object that has more of them.
void write_version_attributes(Writer& writer, const domain::Version& version);

/// `region.cloud_mappings` as one object.
void write_cloud_mappings(Writer& writer, const domain::Region& region);

/// The member `key`; null for none.
template <typename Entity>
void write_entity_member(Writer& writer, std::string_view key,
                         const std::optional<Entity>& entity) {
  write_key(writer, key);
  if (entity)
    write_entity(writer, *entity);
  else
    writer.Null();
}

}  // namespace shiptag::adapters::json
