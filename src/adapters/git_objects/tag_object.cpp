#include "adapters/git_objects/tag_object.hpp"

#include <git2.h>
#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "adapters/git_objects/libgit2.hpp"
#include "adapters/git_objects/packed_object.hpp"
#include "base/text.hpp"

namespace shiptag::adapters::git_objects {
namespace {

Expected<void> check_tagger(std::string_view field, std::string_view value) {
  constexpr std::string_view not_allowed("<>\n\0", 4);
  if (!value.empty() && value.find_first_of(not_allowed) == std::string_view::npos) return {};
  return fail(ReasonCode::invalid_input, "the tagger's " + std::string(field) + " " +
                                             in_quotes(value) +
                                             " is empty or contains '<', '>', a newline, or NUL");
}

/// `line` without `key` and the space after it; nullopt if it does not begin with them.
std::optional<std::string_view> header_value(std::string_view line, std::string_view key) {
  if (!line.starts_with(key) || line.substr(key.size(), 1) != " ") return std::nullopt;
  return line.substr(key.size() + 1);
}

/// Takes the first line off `text`.
std::string_view next_line(std::string_view& text) {
  const std::size_t end = std::min(text.find('\n'), text.size());
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return line;
}

/// The seconds of `Name <email> seconds zone`.
Timestamp tagger_time(std::string_view tagger) {
  constexpr std::int64_t last_second_of_9999 = 253402300799;
  const std::size_t bracket = tagger.rfind('>');
  if (bracket == std::string_view::npos) return {};
  const std::string_view digits = trimmed(tagger.substr(bracket + 1));
  std::int64_t seconds = 0;
  const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), seconds);
  if (read.ec != std::errc{} || seconds < 0 || seconds > last_second_of_9999) return {};
  return {seconds};
}

bool is_utf8_name(std::string_view encoding) {
  std::string lower(encoding);
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return lower == "utf-8" || lower == "utf8";
}

/// Where the signature begins; the end of `message` if there is none. Git takes the last line
/// that looks like the beginning of one, and so do we.
std::size_t signature_start(std::string_view message) {
  constexpr std::array<std::string_view, 4> beginnings = {
      "-----BEGIN PGP SIGNATURE-----", "-----BEGIN PGP MESSAGE-----",
      "-----BEGIN SSH SIGNATURE-----", "-----BEGIN SIGNED MESSAGE-----"};
  std::size_t found = message.size();
  for (std::size_t at = 0; at < message.size();) {
    const std::string_view rest = message.substr(at);
    for (const std::string_view beginning : beginnings)
      if (rest.starts_with(beginning)) found = at;
    const std::size_t end = rest.find('\n');
    at = end == std::string_view::npos ? message.size() : at + end + 1;
  }
  return found;
}

Expected<void> read_header(std::string_view line, ParsedTag& tag) {
  if (const auto tagger = header_value(line, "tagger")) tag.object.tagged_at = tagger_time(*tagger);
  const auto encoding = header_value(line, "encoding");
  if (encoding && !is_utf8_name(*encoding))
    return fail(ReasonCode::ledger_unreadable,
                "the tag's message is encoded as " + in_quotes(*encoding) + ", not as UTF-8");
  return {};
}

}  // namespace

Expected<void> check_tag_name(const std::string& name) {
  // libgit2 cannot even refuse a name until it has been started.
  if (auto ok = start_libgit2(); !ok) return ok;
  int valid = 0;
  const std::string ref = "refs/tags/" + name;
  // Git refuses DEL too, libgit2 does not.
  if (!has_control_characters(name) && git_reference_name_is_valid(&valid, ref.c_str()) >= 0 &&
      valid != 0)
    return {};
  return fail(ReasonCode::invalid_input, "git does not allow a tag named " + in_quotes(name),
              "see git-check-ref-format(1) for the rules");
}

Expected<std::string> encode_tag(std::string_view name, const ports::NewTag& tag) {
  if (const auto ok = check_tagger("name", tag.tagger.name); !ok) return fail(ok.error());
  if (const auto ok = check_tagger("email", tag.tagger.email); !ok) return fail(ok.error());
  if (tag.message.empty() || tag.message.back() != '\n' ||
      tag.message.find('\0') != std::string::npos)
    return fail(ReasonCode::invalid_input, "the message of tag " + in_quotes(name) +
                                               " contains a NUL or does not end with a newline");
  std::string raw = "object " + tag.commit.hex() + "\ntype commit\ntag ";
  raw.append(name).append("\ntagger ").append(tag.tagger.name);
  raw.append(" <").append(tag.tagger.email).append("> ");
  raw.append(std::to_string(tag.time.seconds)).append(" +0000\n\n").append(tag.message);
  return raw;
}

Expected<domain::ObjectId> tag_object_id(std::string_view raw) {
  return object_id(ObjectType::tag, raw);
}

Expected<ParsedTag> parse_tag(std::string_view raw) {
  std::string_view rest = raw;
  ParsedTag tag;
  const auto object = header_value(next_line(rest), "object");
  const auto target = object ? domain::ObjectId::from_hex(*object) : std::nullopt;
  const auto type = header_value(next_line(rest), "type");
  if (!target || !type)
    return fail(ReasonCode::protocol,
                "not a tag object: " + in_quotes(raw, 80) + " lacks an object or a type line");
  tag.target = *target;
  tag.target_type = *type;
  while (!rest.empty()) {
    const std::string_view line = next_line(rest);
    if (line.empty()) break;
    if (const auto ok = read_header(line, tag); !ok) return fail(ok.error());
  }
  const std::size_t end = signature_start(rest);
  tag.object.was_signed = end != rest.size();
  tag.object.message = rest.substr(0, end);
  return tag;
}

}  // namespace shiptag::adapters::git_objects
