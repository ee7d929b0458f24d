#include "adapters/json/ledger_line.hpp"

#include "adapters/json/hold.hpp"
#include "adapters/json/members.hpp"
#include "adapters/json/write.hpp"

namespace shiptag::adapters::json {
namespace {

using domain::LedgerLine;
using domain::LedgerOperation;
using Need = Members::Need;

constexpr std::size_t max_ledger_line_bytes = 1024UL * 1024;

LedgerOperation read_operation(Members& members) {
  const std::string word = members.line("operation", Need::required);
  const auto operation = domain::ledger_operation_from(word);
  if (!operation) members.refuse("operation", "it is not a valid ledger operation");
  return operation.value_or(LedgerOperation::deploy);
}

/// Holds and resumes need no version: the environment's commit may have none.
Need version_needed_by(LedgerOperation operation) {
  const bool none = operation == LedgerOperation::hold || operation == LedgerOperation::resume;
  return none ? Need::optional : Need::required;
}

/// A ledger has successes only; reading another line as one would claim that something is live.
void check_status(Members& members) {
  const std::string status = members.line("status", Need::optional);
  if (!status.empty() && status != to_string(domain::DeploymentStatus::succeeded))
    members.refuse("status", "a ledger has only successful deployments");
}

void read_what(Members& members, LedgerLine& line) {
  line.operation = read_operation(members);
  line.deployment_id = members.id("deployment_id", Need::required);
  line.version = members.version("version", version_needed_by(line.operation));
  line.previous_version = members.version("previous_version", Need::optional);
  line.commit_sha = members.object_id("commit_sha", Need::required).value_or(domain::ObjectId{});
  line.environment = members.environment("environment", Need::optional);
  line.region = members.region("region");
  line.will_move_env_tag = members.flag("will_move_env_tag", true);
  line.status = domain::DeploymentStatus::succeeded;
  check_status(members);
}

void read_who_and_when(Members& members, LedgerLine& line) {
  line.started_at = members.timestamp("started_at", Need::optional);
  line.completed_at = members.timestamp("completed_at", Need::optional);
  line.workflow_run_id = members.line("workflow_run_id", Need::optional);
  line.run_attempt = members.number("run_attempt", 1);
  line.triggered_by = members.line("triggered_by", Need::optional);
}

template <typename Value, typename Text>
std::optional<std::string> text_or_none(const std::optional<Value>& value, Text text) {
  return value ? std::optional(((*value).*text)()) : std::nullopt;
}

void write_what(Writer& writer, const LedgerLine& line) {
  write(writer, "operation", to_string(line.operation));
  write(writer, "deployment_id", line.deployment_id);
  write_optional(writer, "version", text_or_none(line.version, &domain::Version::str));
  write_optional(writer, "previous_version",
                 text_or_none(line.previous_version, &domain::Version::str));
  write(writer, "commit_sha", line.commit_sha.hex());
  write_unless_empty(writer, "environment", line.environment);
  write_unless_empty(writer, "region", line.region);
  write(writer, "will_move_env_tag", line.will_move_env_tag);
  write(writer, "status", to_string(line.status));
}

void write_who_and_when(Writer& writer, const LedgerLine& line) {
  write_optional(writer, "started_at", text_or_none(line.started_at, &Timestamp::rfc3339));
  write_optional(writer, "completed_at", text_or_none(line.completed_at, &Timestamp::rfc3339));
  write_unless_empty(writer, "workflow_run_id", line.workflow_run_id);
  write(writer, "run_attempt", line.run_attempt);
  write(writer, "triggered_by", line.triggered_by);
}

}  // namespace

void check_schema(Members& members) {
  const std::uint64_t found = members.number("schema", 0);
  if (found == schema || members.fault()) return;
  if (found > schema)
    members.refuse("schema", std::to_string(found) +
                                 " is newer than 1, the newest that this version of shiptag reads");
  else
    members.refuse("schema", "it is missing or 0");
}

Read<LedgerLine> read_ledger_line(std::string_view text) {
  const auto document = parse(text, max_ledger_line_bytes);
  if (!document) return fail(document.error());
  if (auto checked = check_object(*document, "the line"); !checked) return fail(checked.error());
  Members members(*document);
  LedgerLine line;
  check_schema(members);
  read_what(members, line);
  read_who_and_when(members, line);
  line.reason = members.line("reason", Need::optional);
  line.holds = read_holds(members, "holds");
  line.override_used = read_override(members, "override");
  line.text = text;
  if (members.fault()) return fail(*members.fault());
  return line;
}

std::string write_ledger_line(const LedgerLine& line) {
  rapidjson::StringBuffer buffer;
  Writer writer(buffer);
  writer.StartObject();
  write(writer, "schema", schema);
  write_what(writer, line);
  write_who_and_when(writer, line);
  if (!line.reason.empty()) write(writer, "reason", line.reason);
  write_holds(writer, "holds", line.holds);
  write_override(writer, "override", line.override_used);
  writer.EndObject();
  return str(buffer);
}

}  // namespace shiptag::adapters::json
