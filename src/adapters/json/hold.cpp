#include "adapters/json/hold.hpp"

#include <algorithm>
#include <array>

namespace shiptag::adapters::json {
namespace {

using domain::Hold;
using domain::Override;
using Need = Members::Need;

constexpr std::array<std::string_view, 6> known_members = {"version",      "commit_sha", "reason",
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
    if (std::find(known_members.begin(), known_members.end(), name) != known_members.end())
      continue;
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

}  // namespace shiptag::adapters::json
