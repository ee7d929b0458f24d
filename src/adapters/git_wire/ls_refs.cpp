#include "adapters/git_wire/ls_refs.hpp"

#include <algorithm>

#include "adapters/git_wire/advertisement.hpp"
#include "adapters/git_wire/agent.hpp"
#include "adapters/listing_limit.hpp"
#include "base/text.hpp"

namespace shiptag::adapters::git_wire {
namespace {

constexpr std::size_t longest_ref_line = 8192;
constexpr std::size_t id_length = 40;
constexpr std::size_t sha256_length = 64;

// Its own loop: base/text also decodes UTF-8, which is too slow for a million lines.
bool has_control_byte(std::string_view text) noexcept {
  return std::any_of(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 || byte == 0x7f;
  });
}

Error not_a_ref(std::string_view line) {
  if (line.find_first_not_of("0123456789abcdef") == sha256_length)
    return other_object_format("sha256");
  return {ReasonCode::protocol, "the server lists " + in_quotes(line) + ", which is not a ref"};
}

/// The value of `key` among the attributes after a ref's name; others are skipped.
std::string_view attribute(std::string_view attributes, std::string_view key) {
  while (!attributes.empty()) {
    const std::size_t end = attributes.find(' ');
    const std::string_view next = attributes.substr(0, end);
    if (next.starts_with(key)) return next.substr(key.size());
    if (end == std::string_view::npos) break;
    attributes.remove_prefix(end + 1);
  }
  return {};
}

Expected<void> check_prefix(const std::string& prefix) {
  constexpr std::size_t longest_prefix = 1024;
  if (prefix.size() <= longest_prefix && !has_control_characters(prefix)) return {};
  return fail(
      ReasonCode::invalid_input,
      "tag name " + in_quotes(prefix) + " has a control character or is longer than 1024 bytes");
}

}  // namespace

Expected<RefLine> parse_ref_line(std::string_view line) {
  if (line.size() > longest_ref_line)
    return fail(ReasonCode::protocol, "the server lists a ref in a line of " +
                                          std::to_string(line.size()) + " bytes; the limit is " +
                                          std::to_string(longest_ref_line));
  const auto id = domain::ObjectId::from_hex(line.substr(0, id_length));
  if (!id || line.substr(id_length, 1) != " " || has_control_byte(line))
    return fail(not_a_ref(line));
  const std::string_view named = line.substr(id_length + 1);
  const std::size_t end = std::min(named.find(' '), named.size());
  if (end == 0) return fail(not_a_ref(line));
  return RefLine{*id, named.substr(0, end), named.substr(std::min(end + 1, named.size()))};
}

bool is_wanted(std::string_view name, const Prefixes& prefixes) {
  return std::any_of(prefixes.begin(), prefixes.end(),
                     [&](const std::string& prefix) { return name.starts_with(prefix); });
}

Expected<std::string> ls_refs_request(const Prefixes& prefixes) {
  std::string body = encode("command=ls-refs\n");
  body += encode(std::string(agent_capability) + "\n");
  body += encode("object-format=sha1\n");
  body += delimiter_pkt;
  body += encode("peel\n");
  for (const std::string& prefix : prefixes) {
    if (const auto ok = check_prefix(prefix); !ok) return fail(ok.error());
    body += encode("ref-prefix " + std::string(tags_folder) + prefix + "\n");
  }
  body += flush_pkt;
  return body;
}

Expected<void> LsRefsReader::line(const PktLine& line) {
  switch (line.kind) {
    case PktLine::Kind::data:
      return ref(line.text());
    case PktLine::Kind::flush:
      finish();
      return {};
    default:
      return fail(ReasonCode::protocol, "the ref listing has an unexpected kind of packet line");
  }
}

void LsRefsReader::restart() {
  refs_ = 0;
  sink_.begin();
}

Expected<void> LsRefsReader::ref(std::string_view text) {
  if (auto ok = check_listing(++refs_); !ok) return ok;
  if (text.starts_with("unborn ")) return {};  // A HEAD without a commit.
  const auto parsed = parse_ref_line(text);
  if (!parsed) return fail(parsed.error());
  if (!parsed->name.starts_with(tags_folder)) return {};
  const std::string_view name = parsed->name.substr(tags_folder.size());
  if (name.empty() || !is_wanted(name, prefixes_)) return {};
  tag_.name.assign(name);
  tag_.object = parsed->id;
  tag_.commit = parsed->id;
  const std::string_view peeled = attribute(parsed->rest, "peeled:");
  if (!peeled.empty()) {
    const auto commit = domain::ObjectId::from_hex(peeled);
    if (!commit)
      return fail(ReasonCode::protocol, "the server peels " + in_quotes(name) + " to " +
                                            in_quotes(peeled) + ", which is not an object id");
    tag_.commit = *commit;
  }
  sink_.tag(tag_);
  return {};
}

}  // namespace shiptag::adapters::git_wire
