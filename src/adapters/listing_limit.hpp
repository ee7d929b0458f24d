#pragma once
#include <cstddef>
#include <string>

#include "base/expected.hpp"

namespace shiptag::adapters {

/// Refs in a listing. Each takes about 32 bytes, so that a listing of this size fits in a runner's
/// memory.
constexpr std::size_t most_refs = 2'000'000;

/// @param refs  how many refs of the listing have arrived.
/// @return `protocol` naming the limit if there are more.
[[nodiscard]] inline Expected<void> check_listing(std::size_t refs) {
  if (refs <= most_refs) return {};
  return fail(ReasonCode::protocol,
              "the repository lists more than the limit of " + std::to_string(most_refs) + " refs",
              "delete tags that are no longer needed");
}

}  // namespace shiptag::adapters
