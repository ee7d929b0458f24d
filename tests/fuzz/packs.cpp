// A pack as it came, and the one that the same bytes describe: what is compressed has a checksum,
// which a changed byte hardly ever fits.
#include <fstream>
#include <iterator>

#include "adapters/git_objects/packed_object.hpp"
#include "fuzz/target.hpp"
#include "unit/adapters/git_objects/pack_bytes.hpp"

namespace shiptag::fuzz {
namespace {

using namespace adapters::git_objects;
using tests::delta_bytes;
using tests::PackBytes;

constexpr PackLimits limits = {.objects = 20, .object = 2000, .inflated = 8000, .delta_depth = 4};

/// The number of objects that a pack's header says.
std::size_t said(std::string_view pack) {
  std::size_t number = 0;
  for (const char byte : pack.substr(8, 4))
    number = number << 8U | static_cast<unsigned char>(byte);
  return number;
}

void read(std::string_view pack) {
  std::size_t objects = 0;
  std::size_t inflated = 0;
  const auto done = for_each_object(
      pack, limits, [] { return Expected<void>(); },
      [&](const PackedObject& object) {
        require(object.type != ObjectType::blob, "no blob is handed on");
        require(object.content.size() <= limits.object, "an object is within its limit");
        require(object_id(object.type, object.content) == object.id, "an object has its own name");
        inflated += object.content.size();
        ++objects;
        return Expected<void>();
      });
  require(inflated <= limits.inflated, "all of them are within the limit");
  require(objects <= limits.objects, "there are no more of them than allowed");
  if (objects > 0 || done) require(objects <= said(pack), "there are no more of them than said");
}

/// Takes up to `size` bytes from the front of `bytes`.
std::string_view take(std::string_view& bytes, std::size_t size) {
  const std::string_view taken = bytes.substr(0, size);
  bytes.remove_prefix(taken.size());
  return taken;
}

/// The pack that `recipe` describes: for each object a byte with its type, one that chooses the
/// base of a delta, one with the length of its content, and the content.
std::string described_by(std::string_view recipe) {
  PackBytes pack;
  std::vector<std::size_t> offsets;
  while (recipe.size() >= 3 && offsets.size() <= limits.objects) {
    const auto type = static_cast<unsigned>(recipe[0]) & 7U;
    const auto chosen = static_cast<unsigned char>(recipe[1]);
    const auto length = static_cast<unsigned char>(recipe[2]);
    take(recipe, 3);
    const std::string_view content = take(recipe, length);
    if (type == 6 && !offsets.empty())
      offsets.push_back(pack.add_offset_delta(offsets[chosen % offsets.size()], content));
    else
      offsets.push_back(pack.add(type, content));
  }
  return pack.str();
}

std::string recipe(unsigned type, unsigned base, std::string_view content) {
  std::string bytes;
  for (const std::size_t byte : {std::size_t{type}, std::size_t{base}, content.size()})
    bytes += static_cast<char>(byte);
  return bytes.append(content);
}

std::string file(const std::string& name) {
  std::ifstream stream(SHIPTAG_SOURCE_DIR "/tests/integration/packs/" + name, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

}  // namespace

std::vector<std::string> seeds() {
  const std::string tag = "object 0123456789abcdef0123456789abcdef01234567\ntype commit\ntag v1\n";
  const std::string longer = tag + "tagger Someone <someone@example.com> 1700000000 +0000\n\nv1\n";
  // Copies what `tag` has, and inserts the rest. Source: gitformat-pack(5), "Deltified
  // representation".
  std::string instructions = "\x90" + std::string(1, static_cast<char>(tag.size()));
  instructions += static_cast<char>(longer.size() - tag.size());
  instructions += longer.substr(tag.size());
  const std::string delta = delta_bytes(tag.size(), longer.size(), instructions);
  PackBytes mixed;
  mixed.add(2, "");
  mixed.add(3, std::string(300, 'b'));
  const std::size_t base = mixed.add(4, tag);
  mixed.add_offset_delta(base, delta);
  mixed.add_reference_delta(std::string(20, 'i'), delta);
  return {mixed.str(),
          PackBytes().str(),
          recipe(1, 0, "tree ") + recipe(4, 0, tag) + recipe(6, 1, delta) + recipe(6, 2, delta),
          recipe(3, 0, "blob") + recipe(6, 0, delta_bytes(4, 1, "\x01x")) + recipe(2, 0, ""),
          recipe(4, 0, tag) + recipe(6, 0, delta_bytes(tag.size(), 1 << 20U, "\x80\x90\x7f")),
          file("chain-5000.pack"),
          file("claims-3.7GB.pack"),
          file("delta-1GiB.pack")};
}

void try_input(std::string_view input) {
  read(input);
  read(described_by(input));
}

}  // namespace shiptag::fuzz
