#pragma once
#include <zlib.h>

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

#include "base/expected.hpp"

namespace shiptag::adapters::git_objects {

// How a pack stores an object's bytes: as a zlib stream, of the bytes or of a delta.

/// Inflates zlib streams from untrusted sources. Memory does not grow with what a stream declares
/// or contains beyond the requested size.
class Inflater {
 public:
  Inflater();
  ~Inflater();
  Inflater(const Inflater&) = delete;
  Inflater& operator=(const Inflater&) = delete;

  /// Adds the bytes of the stream at the front of `deflated` to `out`.
  /// @param size  bytes that it must inflate to exactly; the caller has bounded it.
  /// @return how many of `deflated` the stream took; `protocol` if it is corrupt or another size.
  [[nodiscard]] Expected<std::size_t> inflate(std::string_view deflated, std::size_t size,
                                              std::string& out) {
    return run(deflated, size, &out);
  }

  /// The same, but keeps nothing.
  [[nodiscard]] Expected<std::size_t> skip(std::string_view deflated, std::size_t size) {
    return run(deflated, size, nullptr);
  }

 private:
  [[nodiscard]] Expected<std::size_t> run(std::string_view deflated, std::size_t size,
                                          std::string* out);

  z_stream stream_{};
  bool started_;
  std::array<unsigned char, std::size_t{16} << 10U> piece_;
};

/// What `delta` produces from `base`.
/// @param largest  bytes that the result may have; checked before anything is produced.
/// @return `protocol` if the delta is broken, is for a base of a different size, or exceeds that.
/// Source: gitformat-pack(5), "Deltified representation".
[[nodiscard]] Expected<std::string> apply_delta(std::string_view base, std::string_view delta,
                                                std::size_t largest);

/// Takes a number of 7 bits a byte, the lowest first, off the front of `bytes`.
/// @return `protocol` if `bytes` ends before it, or it does not fit in 64 bits.
/// Source: gitformat-pack(5), "Size encoding".
[[nodiscard]] Expected<std::size_t> take_size(std::string_view& bytes);

}  // namespace shiptag::adapters::git_objects
