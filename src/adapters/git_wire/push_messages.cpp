#include "adapters/git_wire/push_messages.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "adapters/git_objects/pack.hpp"
#include "adapters/git_objects/tag_object.hpp"
#include "adapters/git_wire/agent.hpp"
#include "adapters/git_wire/ls_refs.hpp"
#include "adapters/git_wire/pkt_line.hpp"
#include "base/text.hpp"

namespace shiptag::adapters::git_wire {
namespace {

constexpr std::array<std::string_view, 4> used = {"report-status", "side-band-64k", "atomic",
                                                  "quiet"};

/// Adds the command for `update`, and the object it needs to `raw_tags`.
Expected<PushCommand> make_command(const ports::TagUpdate& update,
                                   std::vector<std::string>& raw_tags) {
  if (const auto ok = git_objects::check_tag_name(update.name); !ok) return fail(ok.error());
  PushCommand command{update.name, update.expected.value_or(domain::ObjectId{}), {}};
  const auto* tag = std::get_if<ports::NewTag>(&update.wanted);
  if (tag == nullptr) {
    if (!command.old_id.is_zero()) return command;
    return fail(ReasonCode::invalid_input,
                "tag " + in_quotes(update.name) + " cannot be deleted: it does not exist");
  }
  auto raw = git_objects::encode_tag(update.name, *tag);
  if (!raw) return fail(raw.error());
  const auto id = git_objects::tag_object_id(*raw);
  if (!id) return fail(id.error());
  command.new_id = *id;
  raw_tags.push_back(std::move(*raw));
  return command;
}

std::string capability_list(const Capabilities& advertised) {
  std::string list;
  for (const std::string_view name : used)
    if (advertised.has(name)) list.append(" ").append(name);
  if (advertised.has("object-format")) list += " object-format=sha1";
  if (advertised.has("agent")) list.append(" ").append(agent_capability);
  return list;
}

/// Our pushes have few refs: each name and reason takes a few hundred bytes.
constexpr std::size_t longest_report = std::size_t{1} << 20U;

}  // namespace

Expected<PushRequest> make_push(const std::vector<ports::TagUpdate>& updates) {
  PushRequest push;
  std::vector<std::string> raw_tags;
  for (const ports::TagUpdate& update : updates) {
    auto command = make_command(update, raw_tags);
    if (!command) return fail(command.error());
    push.commands.push_back(std::move(*command));
  }
  if (raw_tags.empty()) return push;
  auto pack = git_objects::write_pack(raw_tags);
  if (!pack) return fail(pack.error());
  push.pack = std::move(*pack);
  return push;
}

Capabilities usual_push_capabilities() {
  Capabilities usual;
  for (const std::string_view name : used) usual.add(name);
  usual.add("object-format=sha1");
  usual.add("agent");
  return usual;
}

std::string push_body(const PushRequest& push, const Capabilities& advertised) {
  std::string body;
  std::string capabilities(1, '\0');
  capabilities += capability_list(advertised);
  for (const PushCommand& command : push.commands) {
    body += encode(command.old_id.hex() + " " + command.new_id.hex() + " " +
                   std::string(tags_folder) + command.name + capabilities);
    capabilities.clear();  // They follow only the first one.
  }
  body += flush_pkt;
  return body + push.pack;
}

Expected<void> PushReportReader::StatusReader::line(const PktLine& line) {
  constexpr std::string_view unpack = "unpack ", ok = "ok ", no = "ng ";
  if (line.kind == PktLine::Kind::flush) {
    finish();
    return {};
  }
  const std::string_view text = line.text();
  bytes_ += text.size();
  if (bytes_ > longest_report)
    return fail(ReasonCode::protocol,
                "the push report exceeds " + std::to_string(longest_report) + " bytes");
  if (text.starts_with(unpack)) {
    report_.unpack = text.substr(unpack.size());
  } else if (text.starts_with(ok)) {
    report_.refs.push_back({std::string(text.substr(ok.size())), {}});
  } else if (text.starts_with(no)) {
    const std::string_view rest = text.substr(no.size());
    const std::size_t space = std::min(rest.find(' '), rest.size());
    const std::string_view reason = trimmed(rest.substr(space));
    report_.refs.push_back({std::string(rest.substr(0, space)),
                            std::string(reason.empty() ? "no reason given" : reason)});
  } else {
    return fail(ReasonCode::protocol, "the push report has an unexpected line: " + in_quotes(text));
  }
  return {};
}

void PushReportReader::restart() {
  report_ = {};
  banded_ = false;
  status_.begin();
}

Expected<void> PushReportReader::line(const PktLine& line) {
  if (line.kind == PktLine::Kind::flush) {
    // Without side-bands this flush is the report's own.
    if (banded_ ? status_.complete() : !report_.unpack.empty()) finish();
    return {};
  }
  if (band_of(line.payload)) return band(line.payload);
  return status_.line(line);
}

Expected<void> PushReportReader::band(std::string_view payload) {
  banded_ = true;
  if (static_cast<Band>(payload.front()) == Band::data) return status_.feed(payload.substr(1));
  hear(payload.substr(1));
  return {};
}

void PushReportReader::hear(std::string_view words) {
  constexpr std::size_t longest = std::size_t{64} << 10U;
  report_.words.append(words.substr(0, longest - std::min(longest, report_.words.size())));
}

}  // namespace shiptag::adapters::git_wire
