#include "adapters/git_local/local_path.hpp"

#include <charconv>
#include <cstddef>

#include "base/text.hpp"

namespace shiptag::adapters::git_local {
namespace {

constexpr std::string_view file_scheme = "file://";

Expected<std::string> without_escapes(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] != '%') {
      out.push_back(text[at]);
      continue;
    }
    const std::string_view digits = text.substr(at + 1, 2);
    unsigned value = 0;
    const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
    if (digits.size() != 2 || read.ec != std::errc{} || read.ptr != digits.data() + digits.size())
      return fail(ReasonCode::invalid_input,
                  "remote " + in_quotes(text) + " has a '%' that is not followed by two hex digits",
                  "write a percent sign in a URL as %25");
    out.push_back(static_cast<char>(value));
    at += digits.size();
  }
  return out;
}

}  // namespace

bool is_local_remote(std::string_view remote) noexcept {
  if (remote.starts_with(file_scheme)) return true;
  if (remote.empty() || remote.find("://") != std::string_view::npos) return false;
  return remote.substr(0, remote.find('/')).find(':') == std::string_view::npos;
}

Expected<std::string> path_of_remote(std::string_view remote) {
  std::string path(remote);
  if (remote.starts_with(file_scheme)) {
    const std::string_view behind = remote.substr(file_scheme.size());
    const std::size_t slash = behind.find('/');
    const std::string_view host = behind.substr(0, slash);
    if (slash == std::string_view::npos || (!host.empty() && host != "localhost"))
      return fail(ReasonCode::invalid_input,
                  "remote " + in_quotes(remote) +
                      " names a host, but a file:// URL is only for this machine",
                  "write file:///path/to/repository.git");
    auto decoded = without_escapes(behind.substr(slash));
    if (!decoded) return decoded;
    path = std::move(*decoded);
  }
  if (path.empty() || has_control_characters(path))
    return fail(ReasonCode::invalid_input,
                "remote " + in_quotes(remote) + " is empty or has control characters");
  return path;
}

}  // namespace shiptag::adapters::git_local
