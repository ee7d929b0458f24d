#include <memory>

#include "adapters/git_wire/advertisement.hpp"
#include "adapters/git_wire/fetch.hpp"
#include "adapters/git_wire/ls_refs.hpp"
#include "adapters/git_wire/pkt_line.hpp"
#include "adapters/git_wire/push_report.hpp"
#include "fuzz/target.hpp"

namespace shiptag::fuzz {
namespace {

using namespace adapters::git_wire;

const std::string commit = "0123456789abcdef0123456789abcdef01234567";
constexpr std::size_t longest_pack = 4096;

class Tags final : public ports::TagSink {
 public:
  void begin() override { names.clear(); }
  void tag(const ports::TagRef& tag) override { names.push_back(tag.name); }
  std::vector<std::string> names;
};

/// What came of a reply, in a form that can be compared.
struct Seen {
  bool is_refused = false;
  bool is_complete = false;
  std::vector<std::string> names = {};
  friend bool operator==(const Seen&, const Seen&) = default;
};

/// Feeds `bytes` to `reader` in pieces of `piece` bytes.
Seen feed(ReplyReader& reader, std::string_view bytes, std::size_t piece) {
  reader.begin();
  for (std::size_t at = 0; at < bytes.size(); at += piece)
    if (!reader.feed(bytes.substr(at, piece))) return {.is_refused = true};
  return {.is_complete = reader.complete()};
}

Seen read(std::size_t kind, std::string_view bytes, std::size_t piece) {
  const Prefixes prefixes = {"v"};
  Tags tags;
  LsRefsReader listing(prefixes, tags);
  AdvertisementReader advertisement(prefixes, tags);
  PushReportReader report;
  PackReader pack(longest_pack);
  ReplyReader* const readers[] = {&listing, &advertisement, &report, &pack};
  Seen seen = feed(*readers[kind], bytes, piece);
  if (seen.is_complete) seen.names = tags.names;
  if (seen.is_complete && kind == 3) seen.names = {pack.pack()};
  require(pack.pack().size() <= longest_pack, "a pack is kept up to its limit");
  return seen;
}

}  // namespace

std::vector<std::string> seeds() {
  const std::string ref = commit + " refs/tags/v1.0.0";
  return {
      encode(ref + " peeled:" + commit + "\n") + encode(commit + " refs/tags/v1.0.1\n") + "0000",
      encode("# service=git-upload-pack\n") + "0000" +
          encode(ref + std::string(1, '\0') + "side-band-64k agent=git/2.39\n") +
          encode(commit + " refs/tags/v1.0.0^{}\n") + "0000",
      encode("# service=git-upload-pack\n") + "0000" + encode("version 2\n") +
          encode("ls-refs=unborn\n") + "0000",
      encode("\x01" + encode("unpack ok\n") + encode("ok refs/tags/v1.0.0\n") + "0000") + "0000",
      encode("unpack ok\n") + encode("ng refs/tags/v1.0.0 failed to update ref\n") + "0000",
      encode("packfile\n") + encode("\x02progress\r") + encode("\x01PACK0123456789") + "0000",
      encode("NAK\n") + encode("\x01PACK0123456789") + "0000",
      encode("ERR upload-pack: not our ref " + commit),
  };
}

/// A reply says the same however the network cuts it.
void try_input(std::string_view input) {
  for (std::size_t kind = 0; kind < 4; ++kind) {
    const Seen whole = read(kind, input, input.size() + 1);
    for (const std::size_t piece : {1U, 3U, 7U}) {
      const Seen cut = read(kind, input, piece);
      require(whole == cut, "a reply says the same however it is cut");
    }
  }
}

}  // namespace shiptag::fuzz
