#include "operations/reading/kept_tags.hpp"

#include <array>
#include <bit>

namespace shiptag::operations {
namespace {

constexpr std::size_t block_size = std::size_t{64} << 10U;
constexpr std::size_t id_size = sizeof(domain::ObjectId);
using IdBytes = std::array<char, id_size>;

}  // namespace

void KeptTags::add(std::string_view name, const domain::ObjectId& commit) {
  const std::size_t size = 1 + name.size() + id_size;
  if (blocks_.empty() || blocks_.back().size() + size > block_size)
    blocks_.emplace_back().reserve(block_size);
  const auto bytes = std::bit_cast<IdBytes>(commit);
  std::string& block = blocks_.back();
  block += static_cast<char>(name.size());
  block.append(name).append(bytes.data(), bytes.size());
}

void KeptTags::for_each(const Each& each) const {
  for (const std::string& block : blocks_)
    for (std::string_view rest = block; !rest.empty();) {
      const std::size_t size = static_cast<unsigned char>(rest.front());
      IdBytes bytes{};
      rest.copy(bytes.data(), id_size, 1 + size);
      each(rest.substr(1, size), std::bit_cast<domain::ObjectId>(bytes));
      rest.remove_prefix(1 + size + id_size);
    }
}

}  // namespace shiptag::operations
