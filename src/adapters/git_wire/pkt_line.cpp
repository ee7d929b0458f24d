#include "adapters/git_wire/pkt_line.hpp"

#include <cassert>
#include <charconv>

#include "base/text.hpp"

namespace shiptag::adapters::git_wire {
namespace {

constexpr std::size_t header = 4;

}  // namespace

Expected<std::optional<Decoded>> decode(std::string_view bytes) {
  if (bytes.size() < header) return std::optional<Decoded>{};
  std::size_t length = 0;
  const auto [end, status] = std::from_chars(bytes.data(), bytes.data() + header, length, 16);
  if (status != std::errc{} || end != bytes.data() + header)
    return fail(ReasonCode::protocol, "a packet line begins with " +
                                          in_quotes(bytes.substr(0, header)) +
                                          ", not with its length in four hex digits");
  switch (length) {
    case 0:
      return Decoded{{PktLine::Kind::flush, {}}, header};
    case 1:
      return Decoded{{PktLine::Kind::delimiter, {}}, header};
    case 2:
      return Decoded{{PktLine::Kind::response_end, {}}, header};
    default:
      break;
  }
  if (length < header || length > longest_pkt)
    return fail(ReasonCode::protocol, "a packet line declares " + std::to_string(length) +
                                          " bytes; 4 to 65520 are allowed");
  if (bytes.size() < length) return std::optional<Decoded>{};
  return Decoded{{PktLine::Kind::data, bytes.substr(header, length - header)}, length};
}

std::string encode(std::string_view payload) {
  constexpr std::string_view digits = "0123456789abcdef";
  const std::size_t length = payload.size() + header;
  assert(length <= longest_pkt);
  std::string line;
  line.reserve(length);
  for (int shift = 12; shift >= 0; shift -= 4)
    line += digits[(length >> static_cast<unsigned>(shift)) & 15U];
  return line.append(payload);
}

}  // namespace shiptag::adapters::git_wire
