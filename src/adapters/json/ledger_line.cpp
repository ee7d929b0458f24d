#include "adapters/json/ledger_line.hpp"

#include <algorithm>
#include <array>

namespace shiptag::adapters::json {
namespace {

using domain::Hold;
using domain::LedgerLine;
using domain::LedgerOperation;
using domain::Override;
using Need = Members::Need;

constexpr std::size_t max_ledger_line_bytes = 1024UL * 1024;

constexpr std::array<std::string_view, 6> hold_members = {"version",      "commit_sha", "reason",
                                                          "triggered_by", "since",      "until"};
/// For one hold: more than any later version of shiptag would write.
constexpr std::size_t max_unknown_bytes = 4096;

/// The members of `object` that this version does not know, as `,"x":1`.
std::string unknown_members_of(const Value& object) {
  rapidjson::StringBuffer buffer;
  Writer writer(buffer);
  writer.StartObject();
  for (const auto& member : object.GetObject()) {
    const std::string_view name(member.name.GetString(), member.name.GetStringLength());
    if (std::find(hold_members.begin(), hold_members.end(), name) != hold_members.end()) continue;
    write_key(writer, name);
    member.value.Accept(writer);
  }
  writer.EndObject();
  const std::string text = str(buffer);  // `{"x":1}`
  return text == "{}" ? std::string() : "," + text.substr(1, text.size() - 2);
}

/// What unknown_members_of() returned; anything else is left out.
void write_unknown_members(Writer& writer, const std::string& unknown) {
  if (unknown.empty()) return;
  const auto document = parse("{" + unknown.substr(1) + "}", max_unknown_bytes + 2);
  if (!document || !document->IsObject()) return;
  for (const auto& member : document->GetObject()) {
    write_key(writer, {member.name.GetString(), member.name.GetStringLength()});
    member.value.Accept(writer);
  }
}

Read<Hold> read_hold(const Value& object) {
  Members members(object);
  Hold hold;
  const auto version = members.version("version", Need::optional);
  hold.version = version ? version->str() : std::string();
  hold.commit_sha = members.object_id("commit_sha", Need::optional);
  if (hold.commit_sha.has_value() != version.has_value())
    members.refuse("commit_sha", "a hold has both a version and its commit, or neither");
  hold.reason = members.line("reason", Need::optional);
  hold.triggered_by = members.line("triggered_by", Need::optional);
  hold.since = members.timestamp("since", Need::required).value_or(Timestamp{});
  hold.until = members.timestamp("until", Need::optional);
  hold.unknown_members = unknown_members_of(object);
  if (members.fault()) return fail(*members.fault());
  if (hold.unknown_members.size() > max_unknown_bytes)
    return faulty("a hold's unknown members exceed 4096 bytes");
  return hold;
}

void write_hold(Writer& writer, const Hold& hold) {
  writer.StartObject();
  write_unless_empty(writer, "version", hold.version);
  write_optional(writer, "commit_sha",
                 hold.commit_sha ? std::optional(hold.commit_sha->hex()) : std::nullopt);
  write(writer, "reason", hold.reason);
  write(writer, "triggered_by", hold.triggered_by);
  write(writer, "since", hold.since.rfc3339());
  write_optional(writer, "until", hold.until ? std::optional(hold.until->rfc3339()) : std::nullopt);
  write_unknown_members(writer, hold.unknown_members);
  writer.EndObject();
}

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

std::vector<Hold> read_holds(Members& members, std::string_view key) {
  std::vector<Hold> holds;
  for (const Value* object : members.objects(key)) {
    auto hold = read_hold(*object);
    if (hold)
      holds.push_back(std::move(*hold));
    else
      members.refuse(key, hold.error());
  }
  return holds;
}

void write_holds(Writer& writer, std::string_view key, const std::vector<Hold>& holds) {
  write_key(writer, key);
  writer.StartArray();
  for (const Hold& hold : holds) write_hold(writer, hold);
  writer.EndArray();
}

std::optional<Override> read_override(Members& members, std::string_view key) {
  const Value* object = members.object(key);
  if (object == nullptr) return std::nullopt;
  Members inner(*object);
  Override record;
  record.by = inner.line("by", Need::optional);
  record.reason = inner.line("reason", Need::required);
  record.lifted = inner.lines("lifted");
  if (const auto previous = inner.object_id("previous_tag_object", Need::optional))
    record.previous_tag_object = previous->hex();
  if (inner.fault()) members.refuse(key, *inner.fault());
  return record;
}

void write_override(Writer& writer, std::string_view key, const std::optional<Override>& record) {
  if (!record) return write_null(writer, key);
  write_key(writer, key);
  writer.StartObject();
  write_unless_empty(writer, "by", record->by);
  write(writer, "reason", record->reason);
  write_key(writer, "lifted");
  writer.StartArray();
  for (const std::string& code : record->lifted) write_string(writer, code);
  writer.EndArray();
  write_unless_empty(writer, "previous_tag_object", record->previous_tag_object);
  writer.EndObject();
}

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
