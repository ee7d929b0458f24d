#include "adapters/json/ledger_format.hpp"
#include "adapters/json/ledger_line.hpp"
#include "adapters/json/members.hpp"
#include "adapters/json/write.hpp"
#include "base/text.hpp"
#include "domain/names.hpp"

namespace shiptag::adapters::json {
namespace {

using domain::DeploymentState;
using Need = Members::Need;

/// The most that the input accepts.
constexpr std::size_t max_state_bytes = 64UL * 1024;
constexpr std::string_view hint =
    "pass the output deployment_state of `phase: start` unchanged, or run that phase again";

void read_identity(Members& members, domain::RunIdentity& identity) {
  const Value* object = members.object("identity");
  if (object == nullptr) return members.refuse("identity", "it is missing");
  Members inner(*object);
  identity.repository = inner.line("repository", Need::optional);
  identity.run_id = inner.line("run_id", Need::optional);
  identity.job = inner.line("job", Need::optional);
  identity.operation = inner.line("operation", Need::optional);
  identity.environment_tag = inner.line("environment_tag", Need::optional);
  identity.region = inner.region("region");
  identity.requested_version = inner.line("requested_version", Need::optional);
  if (inner.fault()) members.refuse("identity", *inner.fault());
}

void read_where(Members& members, DeploymentState& state) {
  const auto operation = domain::ledger_operation_from(members.line("operation", Need::required));
  state.operation = operation.value_or(domain::LedgerOperation::deploy);
  if (!operation || !state.is_deployment())
    members.refuse("operation", "it is not deploy or rollback");
  state.deployment_id = members.id("deployment_id", Need::required);
  state.version = members.version("version", Need::required);
  state.environment = members.environment("environment", Need::required);
  state.region = members.region("region");
}

void read_what(Members& members, DeploymentState& state) {
  const std::string sub_project = members.line("sub_project", Need::optional);
  const auto legal = domain::check_sub_project(sub_project, domain::EnvironmentNames());
  if (!legal) members.refuse("sub_project", legal.error());
  state.previous_version = members.version("previous_version", Need::optional);
  const bool is_previous_elsewhere =
      state.previous_version && state.previous_version->sub_project_path() != sub_project;
  if (state.sub_project() != sub_project || is_previous_elsewhere)
    members.refuse("sub_project", "version and previous_version belong to another sub-project");
  state.commit_sha = members.object_id("commit_sha", Need::required).value_or(domain::ObjectId{});
  state.seen_object = members.object_id("old_tag_object", Need::optional);
  state.seen_line = members.line("newest_line", Need::optional);
  state.started_at = members.timestamp("started_at", Need::required);
}

void read_lists(Members& members, DeploymentState& state) {
  state.new_holds = read_holds(members, "new_holds");
  state.released_holds = read_holds(members, "released_holds");
  state.rebuilt_holds = read_holds(members, "rebuilt_holds");
  state.override_used = read_override(members, "override");
  state.configured_regions = members.lines("configured_regions");
  for (const std::string& region : state.configured_regions)
    if (const auto legal = domain::check_region_name(region); !legal)
      members.refuse("configured_regions", legal.error());
}

void read_options(Members& members, DeploymentState& state) {
  state.reason = members.line("reason", Need::optional);
  state.will_move_env_tag = members.flag("move_env_tag", true);
  state.environment_url = members.line("environment_url", Need::optional);
  if (!state.environment_url.empty() && !is_web_address(state.environment_url))
    members.refuse("environment_url", "it is not an http:// or https:// address");
  state.github_environment = members.line("github_environment", Need::optional);
  state.record_id = members.line("record", Need::optional);
}

Read<DeploymentState> read_members(const Value& object) {
  Members members(object);
  DeploymentState state;
  check_schema(members);
  read_where(members, state);
  read_identity(members, state.identity);
  read_what(members, state);
  read_lists(members, state);
  read_options(members, state);
  if (members.fault()) return fail(*members.fault());
  return state;
}

void write_identity(Writer& writer, const domain::RunIdentity& identity) {
  write_key(writer, "identity");
  writer.StartObject();
  write(writer, "repository", identity.repository);
  write(writer, "run_id", identity.run_id);
  write(writer, "job", identity.job);
  write(writer, "operation", identity.operation);
  write(writer, "environment_tag", identity.environment_tag);
  write_unless_empty(writer, "region", identity.region);
  write(writer, "requested_version", identity.requested_version);
  writer.EndObject();
}

void write_where_and_what(Writer& writer, const DeploymentState& state) {
  write(writer, "deployment_id", state.deployment_id);
  write(writer, "sub_project", state.sub_project());
  write(writer, "environment", state.environment);
  write_unless_empty(writer, "region", state.region);
  write(writer, "version", state.version->str());
  write_unless_empty(writer, "previous_version",
                     state.previous_version ? state.previous_version->str() : "");
  write(writer, "commit_sha", state.commit_sha.hex());
  write_unless_empty(writer, "old_tag_object", state.seen_object ? state.seen_object->hex() : "");
  write_unless_empty(writer, "newest_line", state.seen_line);
  write(writer, "started_at", state.started_at->rfc3339());
}

void write_lists(Writer& writer, const DeploymentState& state) {
  write_holds(writer, "new_holds", state.new_holds);
  write_holds(writer, "released_holds", state.released_holds);
  write_holds(writer, "rebuilt_holds", state.rebuilt_holds);
  write_override(writer, "override", state.override_used);
  write_key(writer, "configured_regions");
  writer.StartArray();
  for (const std::string& region : state.configured_regions) write_string(writer, region);
  writer.EndArray();
}

}  // namespace

/// Reads what `phase: start` handed on, through a workflow that may have changed it.
Expected<DeploymentState> LedgerFormat::read_state(std::string_view text) const {
  const auto refused = [](const Fault& fault) {
    return fail(ReasonCode::invalid_input, "deployment_state: " + fault.message, std::string(hint));
  };
  const auto document = parse(text, max_state_bytes);
  if (!document) return refused(document.error());
  if (auto checked = check_object(*document, "it"); !checked) return refused(checked.error());
  auto state = read_members(*document);
  if (!state) return refused(state.error());
  return *std::move(state);
}

std::string LedgerFormat::write_state(const DeploymentState& state) const {
  rapidjson::StringBuffer buffer;
  Writer writer(buffer);
  writer.StartObject();
  json::write(writer, "schema", schema);
  json::write(writer, "operation", to_string(state.operation));
  write_identity(writer, state.identity);
  write_where_and_what(writer, state);
  write_lists(writer, state);
  write_unless_empty(writer, "reason", state.reason);
  json::write(writer, "move_env_tag", state.will_move_env_tag);
  write_unless_empty(writer, "environment_url", state.environment_url);
  write_unless_empty(writer, "github_environment", state.github_environment);
  write_unless_empty(writer, "record", state.record_id);
  writer.EndObject();
  return str(buffer);
}

}  // namespace shiptag::adapters::json
