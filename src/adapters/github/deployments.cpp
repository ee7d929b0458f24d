#include "adapters/github/deployments.hpp"

#include "adapters/github/documents.hpp"
#include "adapters/github/payload.hpp"
#include "adapters/github/records.hpp"
#include "adapters/github/status_changes.hpp"
#include "adapters/json/embedded.hpp"
#include "adapters/json/members.hpp"
#include "base/text.hpp"

namespace shiptag::adapters::github {
namespace {

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
