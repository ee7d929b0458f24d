#include "adapters/git_wire/push_messages.hpp"
#include "fuzz/git_reply.hpp"

namespace shiptag::fuzz {

using namespace adapters::git_wire;

std::vector<std::string> seeds() {
  return {
      encode("\x01" + encode("unpack ok\n") + encode("ok refs/tags/v1.0.0\n") + "0000") + "0000",
      encode("unpack ok\n") + encode("ng refs/tags/v1.0.0 failed to update ref\n") + "0000",
      encode("\x02remote: error: GH013: Repository rule violations found\n") +
          encode("\x01" + encode("unpack ok\n")) +
          encode("\x01" + encode("ng refs/tags/v1.0.0 cannot lock ref\n") + "0000") + "0000",
      encode("unpack index-pack abnormal exit\n") + encode("ok refs/tags/v1.0.0\n") +
          encode("option refname refs/tags/v1.0.1\n") + "0000",
      encode("\x03the disk is full\n") + "0000",
  };
}

void try_input(std::string_view input) {
  constexpr std::size_t longest_words = std::size_t{64} << 10U;
  require_same_however_cut(input, [&](std::size_t piece) {
    PushReportReader reader;
    Seen seen = feed(reader, input, piece);
    const PushReport& report = reader.report();
    require(report.words.size() <= longest_words, "words are kept up to their limit");
    if (!seen.is_complete) return seen;
    seen.values = {report.unpack, report.words};
    for (const RefStatus& ref : report.refs) {
      seen.values.push_back(ref.name);
      seen.values.push_back(ref.reason);
    }
    return seen;
  });
}

}  // namespace shiptag::fuzz
