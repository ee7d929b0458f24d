#pragma once
#include <curl/curl.h>

#include <memory>
#include <string>
#include <string_view>

#include "base/expected.hpp"

namespace shiptag::adapters::http {

struct FreeUrl {
  void operator()(CURLU* url) const noexcept { curl_url_cleanup(url); }
};
/// An address as libcurl parses it, which is also how it connects to it.
using ParsedUrl = std::unique_ptr<CURLU, FreeUrl>;

/// @param url  `http://` or `https://`, of printable ASCII, without a user or password, and with
///             its host and port written as libcurl writes them except for upper case: nothing in
///             it is ambiguous.
/// @return null if it is anything else.
[[nodiscard]] ParsedUrl parse_url(std::string_view url);

/// Scheme, host, and port of `url`, in lower case, a default port left out:
/// `https://git.example:8443`. Fit for messages. Empty if parse_url() does not accept it.
[[nodiscard]] std::string origin_of(std::string_view url);

/// The path of `url`, as it is encoded there: `/owner/repository.git`. Empty likewise.
[[nodiscard]] std::string path_of(std::string_view url);

/// Whether the host of `url` is this machine: `localhost`, `127.0.0.0/8`, `[::1]`.
[[nodiscard]] bool is_loopback(std::string_view url);

/// Where `location`, the header of a response from `url`, points to; without a fragment.
/// @return `invalid_input` if that is another origin, where our credentials must not go;
///         `protocol` if it is not a valid address.
[[nodiscard]] Expected<std::string> redirect_target(std::string_view url,
                                                    std::string_view location);

}  // namespace shiptag::adapters::http
