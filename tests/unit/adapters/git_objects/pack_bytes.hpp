#pragma once
#include <zlib.h>

#include <cstddef>
#include <stdexcept>
#include <string>
#include <string_view>

namespace shiptag::tests {

/// `bytes` as a zlib stream.
inline std::string deflated(std::string_view bytes) {
  uLongf size = ::compressBound(static_cast<uLong>(bytes.size()));
  std::string out(size, '\0');
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast)
  if (::compress(reinterpret_cast<Bytef*>(out.data()), &size,
                 // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast)
                 reinterpret_cast<const Bytef*>(bytes.data()),
                 static_cast<uLong>(bytes.size())) != Z_OK)
    throw std::runtime_error("zlib does not compress");
  out.resize(size);
  return out;
}

/// A number as packs and deltas have it. Source: gitformat-pack(5), "Size encoding".
inline std::string size_bytes(std::size_t size) {
  std::string out;
  for (; size >= 0x80; size >>= 7U) out += static_cast<char>(0x80U | (size & 0x7FU));
  return out + static_cast<char>(size);
}

/// A pack, byte by byte, so that each can be wrong. Types: 1 commit, 2 tree, 3 blob, 4 tag.
class PackBytes {
 public:
  /// @return where in the pack the object stands.
  std::size_t add(unsigned type, std::string_view content) {
    return add_raw(type, content.size(), "", deflated(content));
  }
  std::size_t add_offset_delta(std::size_t base, std::string_view delta) {
    return add_raw(6, delta.size(), distance_bytes(end() - base), deflated(delta));
  }
  std::size_t add_reference_delta(std::string_view base_id, std::string_view delta) {
    return add_raw(7, delta.size(), base_id, deflated(delta));
  }
  /// An object that says `size` and has `stream`, with what a delta says between the two.
  std::size_t add_raw(unsigned type, std::size_t size, std::string_view base,
                      std::string_view stream) {
    const std::size_t at = end();
    const unsigned more = size > 0xF ? 0x80U : 0U;
    objects_ += static_cast<char>(more | type << 4U | (size & 0xFU));
    if (more != 0) objects_ += size_bytes(size >> 4U);
    objects_.append(base).append(stream);
    ++count_;
    return at;
  }

  /// The whole pack, with `count` in its header and a checksum that nobody compares.
  [[nodiscard]] std::string str(std::size_t count) const {
    std::string header("PACK\0\0\0\2", 8);
    for (const unsigned shift : {24U, 16U, 8U, 0U})
      header += static_cast<char>(count >> shift & 0xFFU);
    return header + objects_ + std::string(20, 'x');
  }
  [[nodiscard]] std::string str() const { return str(count_); }

 private:
  [[nodiscard]] std::size_t end() const { return 12 + objects_.size(); }

  /// Source: gitformat-pack(5), "offset encoding".
  static std::string distance_bytes(std::size_t distance) {
    std::string out(1, static_cast<char>(distance & 0x7FU));
    while ((distance >>= 7U) != 0) {
      --distance;
      out.insert(out.begin(), static_cast<char>(0x80U | (distance & 0x7FU)));
    }
    return out;
  }

  std::string objects_;
  std::size_t count_ = 0;
};

/// A delta for a base of `base_size` bytes that makes `size` bytes by `instructions`.
inline std::string delta_bytes(std::size_t base_size, std::size_t size,
                               std::string_view instructions) {
  return size_bytes(base_size) + size_bytes(size) + std::string(instructions);
}

}  // namespace shiptag::tests
