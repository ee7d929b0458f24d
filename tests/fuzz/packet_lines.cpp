#include "fuzz/git_reply.hpp"

namespace shiptag::fuzz {
namespace {

using namespace adapters::git_wire;

void check_line(const Decoded& decoded, std::string_view bytes) {
  require(decoded.consumed >= 4 && decoded.consumed <= longest_pkt, "a line has a length");
  require(decoded.consumed <= bytes.size(), "a line is of what has arrived");
  for (std::size_t size = 0; size < decoded.consumed; ++size) {
    const auto cut = decode(bytes.substr(0, size));
    require(cut.has_value() && !cut->has_value(), "a line that is cut off needs more");
  }
  if (decoded.line.kind != PktLine::Kind::data) return;
  const std::string again = encode(decoded.line.payload);
  require(again.substr(4) == bytes.substr(4, decoded.consumed - 4), "it is encoded as it was read");
}

}  // namespace

std::vector<std::string> seeds() {
  return {"0000",
          "00010002",
          "0004",
          "0003",
          "0008text",
          "fff0",
          "000Atext\n0000",
          encode("a line\n") + "0000" + encode(commit) + "0001" + encode("") + "0002"};
}

void try_input(std::string_view input) {
  while (!input.empty()) {
    const auto decoded = decode(input);
    if (!decoded || !*decoded) return;
    check_line(**decoded, input);
    input.remove_prefix((*decoded)->consumed);
  }
}

}  // namespace shiptag::fuzz
