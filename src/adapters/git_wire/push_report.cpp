#include "adapters/git_wire/push_report.hpp"

#include <algorithm>

#include "adapters/git_wire/side_band.hpp"
#include "base/text.hpp"

namespace shiptag::adapters::git_wire {
namespace {

/// Our pushes have few refs: each name and reason takes a few hundred bytes.
constexpr std::size_t longest_report = std::size_t{1} << 20U;

}  // namespace

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
    return fail(ReasonCode::protocol, "the push report has the unexpected line " + in_quotes(text));
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
