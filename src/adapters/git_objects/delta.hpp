#pragma once
#include <cstddef>
#include <string>
#include <string_view>

#include "base/expected.hpp"

namespace shiptag::adapters::git_objects {

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
