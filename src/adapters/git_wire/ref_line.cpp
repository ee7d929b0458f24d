#include "adapters/git_wire/ref_line.hpp"

#include <algorithm>

#include "adapters/git_wire/capabilities.hpp"
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

}  // namespace shiptag::adapters::git_wire
