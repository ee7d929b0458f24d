#include "adapters/github/deployments.hpp"

#include "adapters/github/documents.hpp"
#include "adapters/json/ledger_line.hpp"
#include "adapters/json/members.hpp"
#include "adapters/json/write.hpp"
#include "base/text.hpp"

namespace shiptag::adapters::github {
namespace {

constexpr std::string_view payload_member = "shiptag";
constexpr std::size_t max_payload_bytes = std::size_t{1} << 20U;

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

std::string description_of(const domain::LedgerLine& line) {
  const bool goes_back = line.operation == domain::LedgerOperation::rollback;
  std::string text = goes_back ? "Rollback to " : "Deployment of ";
  text += line.version ? line.version->str() : line.commit_sha.hex();
  if (!line.region.empty()) text += " in " + line.region;
  return short_description(text);
}

std::string deployment_body(const ports::NewForgeRecord& record) {
  rapidjson::StringBuffer buffer;
  json::Writer writer(buffer);
  writer.StartObject();
  json::write(writer, "ref", record.line.commit_sha.hex());
  json::write(writer, "task", "deploy");
  json::write(writer, "auto_merge", false);
  // The workflow decides which checks must have passed; an empty list requires none.
  json::write_key(writer, "required_contexts");
  writer.StartArray();
  writer.EndArray();
  json::write(writer, "environment", record.forge_environment);
  json::write(writer, "production_environment", record.is_production);
  json::write(writer, "transient_environment", false);
  json::write(writer, "description", description_of(record.line));
  json::write_object(writer, "payload", write_payload(record.line));
  writer.EndObject();
  return json::str(buffer);
}

/// The changes to all records but the first may be undone by now.
std::vector<std::string> all_but_the_first(std::size_t count) {
  std::vector<std::string> fields;
  for (std::size_t i = 1; i < count; ++i) fields.push_back(status_field(i));
  return fields;
}

}  // namespace

std::string write_payload(const domain::LedgerLine& line) {
  rapidjson::StringBuffer buffer;
  json::Writer writer(buffer);
  writer.StartObject();
  json::write_object(writer, payload_member, json::write_ledger_line(line));
  writer.EndObject();
  return json::str(buffer);
}

std::optional<domain::LedgerLine> read_payload(std::string_view payload) {
  auto document = json::parse(payload, max_payload_bytes);
  if (!document) return std::nullopt;
  if (const auto inner = json::as_string(*document, "the payload")) {
    document = json::parse(*inner, max_payload_bytes);
    if (!document) return std::nullopt;
  }
  const json::Value* object = json::find(*document, payload_member);
  if (object == nullptr) return std::nullopt;
  auto line = json::read_ledger_line(json::text_of(*object));
  if (!line) return std::nullopt;
  return *std::move(line);
}

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

Expected<ports::EnvironmentRecords> GithubDeployments::read(const ports::RecordsQuery& query) {
  // GraphQL does not say which one is missing; the second is for the environment's rules.
  const Purpose purpose{.doing = "reading the deployments of " + in_quotes(query.forge_environment),
                        .needs = "deployments: read, actions: read"};
  const auto answer =
      api_.graphql(purpose, {.document = std::string(environment_records),
                             .variables = records_variables(api_.account(), query)});
  if (!answer) return fail(answer.error());
  auto records = read_records(*answer, query, api_.account());
  if (!records) return fail(not_understood(purpose, records.error().message));
  return *std::move(records);
}

Expected<std::string> GithubDeployments::open(const ports::NewForgeRecord& record) {
  const Purpose purpose{.doing = "recording a deployment to " + in_quotes(record.forge_environment),
                        .needs = "deployments: write"};
  const auto answer = api_.create(purpose, "/repos/" + api_.account().repository + "/deployments",
                                  deployment_body(record));
  if (!answer) return fail(answer.error());
  json::Members members(*answer);
  std::string id = members.line("node_id", json::Members::Need::required);
  if (id.empty()) members.refuse("node_id", "it is empty");
  if (members.fault()) return fail(not_understood(purpose, members.fault()->message));
  return id;
}

Expected<void> GithubDeployments::change(const std::vector<ports::StatusChange>& changes) {
  if (changes.empty()) return {};
  const Purpose purpose{.doing = "setting the status of a deployment",
                        .needs = "deployments: write",
                        .target = "deployment " + in_quotes(changes.front().id)};
  const auto answer = api_.graphql(purpose, {.document = status_document(changes.size()),
                                             .variables = status_variables(changes, log_url_),
                                             .repeat = Repeat::sets,
                                             .may_be_gone = all_but_the_first(changes.size())});
  if (!answer) return fail(answer.error());
  const auto data = json::object_at(*answer, "data");
  if (!data) return fail(not_understood(purpose, data.error().message));
  if (auto first = json::object_at(**data, status_field(0)); !first)
    return fail(not_understood(purpose, first.error().message));
  return {};
}

}  // namespace shiptag::adapters::github
