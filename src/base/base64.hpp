#pragma once
#include <string>
#include <string_view>

namespace shiptag {

/// `bytes` as RFC 4648, section 4, writes them: with `+`, `/` and padding.
[[nodiscard]] std::string base64(std::string_view bytes);

}  // namespace shiptag
