#include "adapters/github/status_changes.hpp"

#include "adapters/json/write.hpp"
#include "base/text.hpp"

namespace shiptag::adapters::github {
namespace {

using To = ports::StatusChange::To;

/// GitHub has no state for a cancelled deployment; its description says so.
std::string_view state_of(To to) {
  switch (to) {
    case To::queued:
      return "QUEUED";
    case To::in_progress:
      return "IN_PROGRESS";
    case To::succeeded:
      return "SUCCESS";
    case To::failed:
      return "FAILURE";
    case To::cancelled:
      return "ERROR";
    case To::inactive:
      return "INACTIVE";
  }
  return "ERROR";
}

void write_change(json::Writer& writer, const ports::StatusChange& change,
                  const std::string& log_url) {
  writer.StartObject();
  json::write(writer, "deploymentId", change.id);
  json::write(writer, "state", state_of(change.to));
  json::write(writer, "description", short_description(change.description));
  if (!change.environment_url.empty())
    json::write(writer, "environmentUrl", change.environment_url);
  if (!log_url.empty()) json::write(writer, "logUrl", log_url);
  // GitHub would replace the deployments of other sub-projects and regions.
  json::write(writer, "autoInactive", false);
  writer.EndObject();
}

}  // namespace

std::string status_field(std::size_t index) {
  return "s" + std::to_string(index);
}

std::string status_document(std::size_t count) {
  std::string variables, fields;
  for (std::size_t i = 0; i < count; ++i) {
    const std::string field = status_field(i);
    variables.append(i == 0 ? "$" : ", $").append(field).append(": CreateDeploymentStatusInput!");
    fields.append("  ").append(field).append(": createDeploymentStatus(input: $").append(field);
    fields.append(") { deploymentStatus { state } }\n");
  }
  return "mutation ChangeStatuses(" + variables + ") {\n" + fields + "}";
}

std::string status_variables(const std::vector<ports::StatusChange>& changes,
                             const std::string& log_url) {
  rapidjson::StringBuffer buffer;
  json::Writer writer(buffer);
  writer.StartObject();
  for (std::size_t i = 0; i < changes.size(); ++i) {
    json::write_key(writer, status_field(i));
    write_change(writer, changes[i], log_url);
  }
  writer.EndObject();
  return json::str(buffer);
}

std::string short_description(std::string_view text) {
  constexpr std::size_t most_characters = 140, most_bytes = 4 * most_characters;
  std::string line = printable(trimmed(text), most_bytes);
  std::size_t characters = 0, cut = line.size();
  for (std::size_t i = 0; i < line.size(); ++i) {
    const bool begins_one = (static_cast<unsigned char>(line[i]) & 0xC0U) != 0x80;
    if (!begins_one) continue;
    if (++characters == most_characters) cut = i;  // The last one that fits.
  }
  if (characters > most_characters) line.replace(cut, std::string::npos, "…");
  return line;
}

}  // namespace shiptag::adapters::github
