#pragma once
#include <tl/expected.hpp>

#include "base/error.hpp"

namespace shiptag {

// Only what std::expected has as well: the day the compilers allow it, this header alone changes.
template <typename T>
using Expected = tl::expected<T, Error>;

[[nodiscard]] inline tl::unexpected<Error> fail(Error error) {
  return tl::unexpected<Error>(std::move(error));
}
[[nodiscard]] inline tl::unexpected<Error> fail(ReasonCode code, std::string message,
                                                std::string hint = {}) {
  return fail(Error{code, std::move(message), std::move(hint)});
}

}  // namespace shiptag
