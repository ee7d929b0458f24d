#include "adapters/git_objects/pack_encoding.hpp"

#include <cstdint>

namespace shiptag::adapters::git_objects {
namespace {

tl::unexpected<Error> bad_delta(std::string_view how) {
  return fail(ReasonCode::protocol, "a delta in the server's pack " + std::string(how));
}

unsigned take_byte(std::string_view& bytes) {
  const auto byte = static_cast<unsigned char>(bytes.front());
  bytes.remove_prefix(1);
  return byte;
}

/// The part of the base that a copy instruction names. It has four bytes of offset and three of
/// size, the lowest first; those that `bits` marks follow, the others are zero.
struct Copied {
  std::size_t offset = 0;
  std::size_t size = 0;
};
Expected<Copied> take_copied(unsigned bits, std::string_view& delta) {
  constexpr unsigned offset_bytes = 4, all_bytes = 7;
  constexpr std::size_t size_where_none_is_given = 0x10000;
  Copied copied;
  for (unsigned i = 0; i < all_bytes; ++i) {
    if ((bits & (1U << i)) == 0) continue;
    if (delta.empty()) return bad_delta("ends in the middle of an instruction");
    const std::size_t byte = take_byte(delta);
    if (i < offset_bytes)
      copied.offset |= byte << (8U * i);
    else
      copied.size |= byte << (8U * (i - offset_bytes));
  }
  if (copied.size == 0) copied.size = size_where_none_is_given;
  return copied;
}

/// The bytes that the next instruction of `delta` adds: some of `base`, or some of its own.
Expected<std::string_view> take_addition(std::string_view base, std::string_view& delta) {
  constexpr unsigned copies = 0x80;
  const unsigned instruction = take_byte(delta);
  if ((instruction & copies) != 0) {
    const auto copied = take_copied(instruction & ~copies, delta);
    if (!copied) return fail(copied.error());
    if (copied->offset > base.size() || copied->size > base.size() - copied->offset)
      return bad_delta("copies bytes that its base does not have");
    return base.substr(copied->offset, copied->size);
  }
  if (instruction == 0) return bad_delta("has an invalid instruction");
  if (instruction > delta.size()) return bad_delta("ends in the middle of an instruction");
  const std::string_view own = delta.substr(0, instruction);
  delta.remove_prefix(instruction);
  return own;
}

}  // namespace

Inflater::Inflater() : started_(::inflateInit(&stream_) == Z_OK) {}

Inflater::~Inflater() {
  if (started_) ::inflateEnd(&stream_);
}

Expected<std::size_t> Inflater::run(std::string_view deflated, std::size_t size, std::string* out) {
  if (!started_ || ::inflateReset(&stream_) != Z_OK)
    return fail(ReasonCode::internal, "zlib failed to start");
  // zlib only reads what next_in points at, but its interface is older than const.
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast,cppcoreguidelines-pro-type-const-cast)
  stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(deflated.data()));
  stream_.avail_in = static_cast<uInt>(deflated.size());
  std::size_t made = 0;
  int code = Z_OK;
  while (code == Z_OK && made <= size) {
    stream_.next_out = piece_.data();
    stream_.avail_out = static_cast<uInt>(piece_.size());
    code = ::inflate(&stream_, Z_NO_FLUSH);
    const std::size_t got = piece_.size() - stream_.avail_out;
    made += got;
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast)
    if (out != nullptr) out->append(reinterpret_cast<const char*>(piece_.data()), got);
  }
  if (code == Z_STREAM_END && made == size) return deflated.size() - stream_.avail_in;
  if (made > size || code == Z_STREAM_END)
    return fail(ReasonCode::protocol,
                "an object inflates to " + std::string(made > size ? "more" : "fewer") +
                    " bytes than the " + std::to_string(size) + " it declares");
  return fail(ReasonCode::protocol, "an object's compressed data is corrupt");
}

Expected<std::size_t> take_size(std::string_view& bytes) {
  constexpr unsigned most_bits = 63;
  std::size_t size = 0;
  for (unsigned shift = 0; shift < most_bits; shift += 7) {
    if (bytes.empty())
      return fail(ReasonCode::protocol, "a size in the server's pack is truncated");
    const unsigned byte = take_byte(bytes);
    size |= std::size_t{byte & 0x7FU} << shift;
    if ((byte & 0x80U) == 0) return size;
  }
  return fail(ReasonCode::protocol, "a size in the server's pack does not fit in 64 bits");
}

Expected<std::string> apply_delta(std::string_view base, std::string_view delta,
                                  std::size_t largest) {
  const auto base_size = take_size(delta);
  if (!base_size) return fail(base_size.error());
  if (*base_size != base.size()) return bad_delta("is for a base of a different size");
  const auto size = take_size(delta);
  if (!size) return fail(size.error());
  if (*size > largest)
    return bad_delta("produces an object of " + std::to_string(*size) + " bytes; the limit is " +
                     std::to_string(largest));
  std::string made;
  made.reserve(*size);
  while (!delta.empty()) {
    const auto addition = take_addition(base, delta);
    if (!addition) return fail(addition.error());
    if (addition->size() > *size - made.size()) return bad_delta("produces more than it declares");
    made.append(*addition);
  }
  if (made.size() != *size) return bad_delta("produces less than it declares");
  return made;
}

}  // namespace shiptag::adapters::git_objects
