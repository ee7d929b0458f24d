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
    return fail(ReasonCode::protocol, "a packet line starts with " +
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

void PktReader::begin() {
  rest_.clear();
  raw_ = false;
  done_ = false;
  not_our_ref_ = false;
  restart();
}

Expected<void> PktReader::feed(std::string_view bytes) {
  if (raw_) return raw(bytes);
  if (done_) return {};
  if (rest_.empty()) {  // The usual case: lines are read in place.
    const auto taken = take_lines(bytes);
    if (!taken) return fail(taken.error());
    rest_.assign(bytes.substr(*taken));
    return {};
  }
  rest_.append(bytes);
  const auto taken = take_lines(rest_);
  if (!taken) return fail(taken.error());
  rest_.erase(0, *taken);
  return {};
}

/// @return how many of `bytes` are done with.
Expected<std::size_t> PktReader::take_lines(std::string_view bytes) {
  std::size_t at = 0;
  while (!done_) {
    const std::string_view left = bytes.substr(at);
    if (raw_begins(left)) {
      raw_ = true;
      if (const auto ok = raw(left); !ok) return fail(ok.error());
      return bytes.size();
    }
    const auto decoded = decode(left);
    if (!decoded) return fail(decoded.error());
    if (!*decoded) return at;
    if (const auto ok = one_line((*decoded)->line); !ok) return fail(ok.error());
    at += (*decoded)->consumed;
  }
  return bytes.size();
}

Expected<void> PktReader::one_line(const PktLine& next) {
  constexpr std::string_view error = "ERR ";
  if (!next.payload.starts_with(error)) return line(next);
  Error refusal = server_error(next.text().substr(error.size()));
  not_our_ref_ = refusal.code == ReasonCode::unavailable;
  return fail(std::move(refusal));
}

Error server_error(std::string_view words) {
  const std::string said = printable(words, 500);
  if (words.find("not our ref") != std::string_view::npos)
    return {ReasonCode::unavailable, "the server does not know an object that it just listed",
            "try again in a moment: one of the server's replicas may be lagging", said};
  return {ReasonCode::rejected_by_server, "the server refused: " + in_quotes(words, 300),
          "this is the server's own message: ask its administrator what it means", said};
}

}  // namespace shiptag::adapters::git_wire
