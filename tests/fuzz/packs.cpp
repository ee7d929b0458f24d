#include "adapters/git_objects/packed_object.hpp"
#include "fuzz/target.hpp"
#include "unit/adapters/git_objects/pack_bytes.hpp"

namespace shiptag::fuzz {
namespace {

using namespace adapters::git_objects;
using namespace std::string_literals;

}  // namespace

std::vector<std::string> seeds() {
  tests::PackBytes whole;
  const std::size_t commit = whole.add(1, "tree 0123\n");
  whole.add(2, "");
  whole.add(3, std::string(300, 'b'));
  whole.add_offset_delta(commit, tests::delta_bytes(10, 4, "\x91\2\4"s));
  return {whole.str(), tests::PackBytes().str(), whole.str(0xFFFFFFFF), "PACK"};
}

void try_input(std::string_view input) {
  const PackLimits limits{.objects = 8, .object = 4096, .inflated = 16384, .delta_depth = 3};
  std::size_t objects = 0, inflated = 0;
  const auto read = for_each_object(
      input, limits, [] { return Expected<void>(); },
      [&](const PackedObject& object) -> Expected<void> {
        ++objects;
        inflated += object.content.size();
        require(object.content.size() <= limits.object, "no object is beyond the limit");
        require(object_id(object.type, object.content).value() == object.id,
                "an object has the id of its content");
        return {};
      });
  require(objects <= limits.objects, "no more objects than the limit");
  require(inflated <= limits.inflated, "no more bytes than the limit");
  if (read) return;
  require(!read.error().message.empty(), "a refusal says why");
  require(read.error().code == ReasonCode::protocol ||
              read.error().code == ReasonCode::ledger_unreadable,
          "a refusal blames the pack");
}

}  // namespace shiptag::fuzz
