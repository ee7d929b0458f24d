#include "adapters/git_wire/advertisement.hpp"
#include "adapters/git_wire/ls_refs.hpp"
#include "fuzz/git_reply.hpp"

namespace shiptag::fuzz {
namespace {

using namespace adapters::git_wire;

const Prefixes prefixes = {"v"};

class Tags final : public ports::TagSink {
 public:
  void begin() override { names.clear(); }
  void tag(const ports::TagRef& tag) override {
    require(tag.name.starts_with(prefixes.front()), "no tag is listed that nobody asked for");
    names.push_back(tag.name);
  }
  std::vector<std::string> names;
};

template <typename Reader>
Seen list(std::string_view input, std::size_t piece) {
  Tags tags;
  Reader reader(prefixes, tags);
  Seen seen = feed(reader, input, piece);
  if (seen.is_complete) seen.values = tags.names;
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
          encode("ls-refs=unborn\n") + encode("fetch=shallow filter\n") + "0000",
      encode("version 1\n") +
          encode(std::string(40, '0') + " capabilities^{}" + std::string(1, '\0') +
                 "agent=git/2.39") +
          "0000",
      encode("unborn HEAD symref-target:refs/heads/main\n") + encode(ref) + "0000",
      encode("ERR access denied"),
  };
}

void try_input(std::string_view input) {
  require_same_however_cut(input,
                           [&](std::size_t piece) { return list<LsRefsReader>(input, piece); });
  require_same_however_cut(
      input, [&](std::size_t piece) { return list<AdvertisementReader>(input, piece); });
}

}  // namespace shiptag::fuzz
