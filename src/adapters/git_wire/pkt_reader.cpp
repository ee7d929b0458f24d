#include "adapters/git_wire/pkt_reader.hpp"

#include "base/text.hpp"

namespace shiptag::adapters::git_wire {

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
            "try again in a moment: one of the server's replicas lags behind", said};
  return {ReasonCode::rejected_by_server, "the server refused: " + in_quotes(words, 300),
          "this is the server's own message: ask its administrator what it means", said};
}

}  // namespace shiptag::adapters::git_wire
