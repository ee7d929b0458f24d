#include "adapters/git_wire/fetch.hpp"
#include "fuzz/git_reply.hpp"

namespace shiptag::fuzz {

using namespace adapters::git_wire;

std::vector<std::string> seeds() {
  return {
      encode("packfile\n") + encode("\x02progress\r") + encode("\x01PACK0123456789") + "0000",
      encode("NAK\n") + encode("\x01PACK0123456789") + "0000",
      encode("NAK\n") + "PACK0123456789",
      encode("shallow " + commit) + "0000" + encode("NAK\n") + encode("\x01PACK") + "0000",
      encode("packfile\n") + encode("\x03the server is out of memory"),
      encode("ERR upload-pack: not our ref " + commit),
  };
}

void try_input(std::string_view input) {
  constexpr std::size_t longest_pack = 64;
  require_same_however_cut(input, [&](std::size_t piece) {
    PackReader reader(longest_pack);
    Seen seen = feed(reader, input, piece);
    if (seen.is_complete) seen.values = {reader.pack()};
    require(reader.pack().size() <= longest_pack, "a pack is kept up to its limit");
    return seen;
  });
}

}  // namespace shiptag::fuzz
