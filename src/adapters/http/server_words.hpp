#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace shiptag::adapters::http {

/// What a server says to people, line by line, sanitized for a log: no empty lines, at most
/// 50 of at most 500 bytes.
[[nodiscard]] std::vector<std::string> harmless_lines(std::string_view words);

/// The same as one text, as Error::detail has it.
[[nodiscard]] std::string sanitize(std::string_view words);

}  // namespace shiptag::adapters::http
