#pragma once
#include <string>
#include <string_view>

#include "base/expected.hpp"

namespace shiptag::adapters::http {

/// Scheme, host and port of `url`, in lower case, a default port left out and never a user or
/// password: `https://git.example:8443`. Fit for messages. Empty if `url` has none.
[[nodiscard]] std::string origin_of(std::string_view url);

/// Whether the host of `url` is this machine: `localhost`, `127.0.0.0/8`, `[::1]`.
[[nodiscard]] bool is_loopback(std::string_view url);

/// Where `location`, the header of an answer from `url`, points to.
/// @return `invalid_input` if that is another origin, where our credentials must not go;
///         `protocol` if it is no address.
[[nodiscard]] Expected<std::string> redirect_target(std::string_view url,
                                                    std::string_view location);

}  // namespace shiptag::adapters::http
