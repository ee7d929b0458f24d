#pragma once
#include <string>
#include <utility>

#include "base/expected.hpp"

namespace shiptag::adapters::json {

/// Why a text is not the JSON that it should be. What that means, only its reader knows: as() says
/// it.
struct Fault {
  std::string message;    ///< One line that names the member, or the byte.
  std::string hint = {};  ///< As Error::hint.
};

/// What a text says, or why it cannot be read.
template <typename T>
using Read = tl::expected<T, Fault>;

[[nodiscard]] inline tl::unexpected<Fault> fail(Fault fault) {
  return tl::unexpected<Fault>(std::move(fault));
}
[[nodiscard]] inline tl::unexpected<Fault> faulty(std::string message) {
  return fail(Fault{std::move(message)});
}

[[nodiscard]] inline Error as(ReasonCode code, Fault fault) {
  return {code, std::move(fault.message), std::move(fault.hint)};
}

}  // namespace shiptag::adapters::json
