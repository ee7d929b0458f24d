#pragma once
#include <zlib.h>

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

#include "base/expected.hpp"

namespace shiptag::adapters::git_objects {

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

}  // namespace shiptag::adapters::git_objects
