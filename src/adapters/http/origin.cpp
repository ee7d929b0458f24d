#include "adapters/http/origin.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace shiptag::adapters::http {
namespace {

/// Where the path, query or fragment of `url` begins; its end if there is none.
std::size_t authority_end(std::string_view url) {
  const std::size_t slashes = url.find("://");
  if (slashes == std::string_view::npos) return std::string_view::npos;
  return std::min(url.find_first_of("/?#\\", slashes + 3), url.size());
}

std::string host_of(std::string_view url) {
  const std::string origin = origin_of(url);
  const std::size_t start = origin.find("://");
  if (start == std::string::npos) return {};
  const std::string host = origin.substr(start + 3);
  if (host.starts_with('[')) return host.substr(0, host.find(']') + 1);
  return host.substr(0, host.find(':'));
}

bool is_ipv4_loopback(std::string_view host) {
  return host.starts_with("127.") &&
         host.find_first_not_of("0123456789.") == std::string_view::npos &&
         std::count(host.begin(), host.end(), '.') == 3;
}

}  // namespace

std::string origin_of(std::string_view url) {
  const std::size_t end = authority_end(url);
  if (end == std::string_view::npos) return {};
  const std::size_t start = url.find("://") + 3;
  std::string_view authority = url.substr(start, end - start);
  if (const std::size_t at = authority.rfind('@'); at != std::string_view::npos)
    authority.remove_prefix(at + 1);
  std::string origin = std::string(url.substr(0, start)).append(authority);
  std::transform(origin.begin(), origin.end(), origin.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  if (origin.starts_with("https://") && origin.ends_with(":443")) origin.resize(origin.size() - 4);
  if (origin.starts_with("http://") && origin.ends_with(":80")) origin.resize(origin.size() - 3);
  return origin;
}

bool is_loopback(std::string_view url) {
  const std::string host = host_of(url);
  return host == "localhost" || host == "[::1]" || is_ipv4_loopback(host);
}

Expected<std::string> redirect_target(std::string_view url, std::string_view location) {
  const std::string origin = origin_of(url);
  if (location.empty() || has_control_characters(location) ||
      location.find(' ') != std::string_view::npos)
    return fail(ReasonCode::protocol,
                origin + " redirects to " + in_quotes(location) + ", which is no address");
  const bool same_host_path = location.starts_with('/') && !location.starts_with("//");
  if (same_host_path) return origin + std::string(location);
  const std::string target = origin_of(location);
  if (target != origin)
    return fail(ReasonCode::invalid_input,
                origin + " redirects to " + in_quotes(target.empty() ? location : target) +
                    ", another server, and the token is not sent there",
                "if the repository has moved there, give its new address as `remote`");
  // Without what stood before an "@", and with the port as we write it.
  return origin + std::string(location.substr(authority_end(location)));
}

}  // namespace shiptag::adapters::http
