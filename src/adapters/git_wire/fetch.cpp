#include "adapters/git_wire/fetch.hpp"

#include <algorithm>
#include <array>

#include "adapters/git_wire/agent.hpp"
#include "adapters/git_wire/pkt_line.hpp"
#include "base/text.hpp"

namespace shiptag::adapters::git_wire {
namespace {

/// The capabilities of version 0 that we use; some servers refuse a client without the first
/// four, although we do not need the middle two.
std::string capabilities_v0(const Fetch& fetch, const Capabilities& advertised) {
  constexpr std::array<std::string_view, 4> used = {"side-band-64k", "thin-pack", "ofs-delta",
                                                    "no-progress"};
  std::string list;
  for (const std::string_view name : used)
    if (advertised.has(name)) list.append(" ").append(name);
  if (advertised.has("side-band") && !advertised.has("side-band-64k")) list += " side-band";
  if (fetch.depth == Depth::treeless && advertised.has("filter")) list += " filter";
  if (advertised.has("agent")) list.append(" ").append(agent_capability);
  return list;
}

std::string depth_lines(Depth depth) {
  if (depth == Depth::none) return {};
  std::string lines = encode("deepen 1\n");
  if (depth == Depth::treeless) lines += encode("filter tree:0\n");
  return lines;
}

std::string have_lines(const Fetch& fetch) {
  std::string lines;
  if (fetch.depth != Depth::none) return lines;
  for (const domain::ObjectId& commit : fetch.commits)
    lines += encode("have " + commit.hex() + "\n");
  return lines;
}

/// Whether `text` may come before a pack: the names of version 2's sections, and the lines about
/// shallow and known commits.
bool may_precede_pack(std::string_view text) {
  constexpr std::array<std::string_view, 9> words = {
      "shallow-info", "acknowledgments", "ready",      "wanted-refs", "NAK",
      "ACK ",         "shallow ",        "unshallow ", "packfile"};
  return std::any_of(words.begin(), words.end(),
                     [&](std::string_view word) { return text.starts_with(word); });
}

}  // namespace

std::string fetch_request_v2(const Fetch& fetch) {
  std::string body = encode("command=fetch\n");
  body += encode(std::string(agent_capability) + "\n");
  body += encode("object-format=sha1\n");
  body += delimiter_pkt;
  body += encode("no-progress\n");
  body += encode("ofs-delta\n");  // A delta then follows its base, which is how we read.
  for (const domain::ObjectId& tag : fetch.tags) body += encode("want " + tag.hex() + "\n");
  body += depth_lines(fetch.depth);
  body += have_lines(fetch);
  body += encode("done\n");
  body += flush_pkt;
  return body;
}

std::string fetch_request_v0(const Fetch& fetch, const Capabilities& advertised) {
  std::string body;
  std::string capabilities = capabilities_v0(fetch, advertised);
  for (const domain::ObjectId& tag : fetch.tags) {
    body += encode("want " + tag.hex() + capabilities + "\n");
    capabilities.clear();  // They follow only the first one.
  }
  body += depth_lines(fetch.depth);
  body += flush_pkt;
  body += have_lines(fetch);
  body += encode("done\n");
  return body;
}

void PackReader::restart() {
  pack_.clear();
  in_pack_ = false;
  too_long_ = false;
}

Expected<void> PackReader::line(const PktLine& line) {
  if (line.kind == PktLine::Kind::flush && in_pack_) finish();
  if (line.kind != PktLine::Kind::data) return {};
  if (band_of(line.payload)) return band(line.payload);
  if (may_precede_pack(line.text()) && !in_pack_) return {};
  return fail(ReasonCode::protocol,
              "the response to a fetch has an unexpected line: " + in_quotes(line.text()));
}

/// A server without side-bands sends the pack as it is.
bool PackReader::raw_begins(std::string_view bytes) const {
  return bytes.starts_with("PACK");
}

Expected<void> PackReader::raw(std::string_view bytes) {
  finish();  // Nothing marks its end, but its checksum will tell.
  return keep(bytes);
}

Expected<void> PackReader::band(std::string_view payload) {
  in_pack_ = true;
  switch (static_cast<Band>(payload.front())) {
    case Band::data:
      return keep(payload.substr(1));
    case Band::words:
      return {};  // Progress.
    case Band::fatal:
      break;
  }
  return fail(server_error(trimmed(payload.substr(1))));
}

Expected<void> PackReader::keep(std::string_view bytes) {
  too_long_ = bytes.size() > longest_pack_ - pack_.size();
  if (too_long_)
    return fail(ReasonCode::protocol, "the server sent more than " + std::to_string(longest_pack_) +
                                          " bytes, although only tag objects were requested");
  pack_.append(bytes);
  return {};
}

}  // namespace shiptag::adapters::git_wire
