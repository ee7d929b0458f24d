#include "adapters/http/url.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace shiptag::adapters::http {
namespace {

struct FreeText {
  void operator()(char* text) const noexcept { curl_free(text); }
};

/// Empty if `url` has no such part.
std::string part(CURLU* url, CURLUPart which, unsigned flags = 0) {
  char* raw = nullptr;
  if (curl_url_get(url, which, &raw, flags) != CURLUE_OK) return {};
  const std::unique_ptr<char, FreeText> text(raw);
  return text.get();
}

std::string lower_case(std::string text) {
  std::ranges::transform(text, text.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  });
  return text;
}

/// Parsers disagree about some of the characters that it leaves out, above all the backslash: a
/// slash for browsers, a part of the host for others.
bool has_legal_characters(std::string_view url) {
  constexpr std::string_view illegal = "\"<>\\^`{|}";
  return std::ranges::all_of(url, [](char c) { return c > ' ' && c < '\x7f'; }) &&
         url.find_first_of(illegal) == std::string_view::npos;
}

/// What is between `scheme://` and the path, query, or fragment.
std::string_view authority_of(std::string_view url) {
  const std::size_t slashes = url.find("://");
  if (slashes == std::string_view::npos) return {};
  url.remove_prefix(slashes + 3);
  return url.substr(0, url.find_first_of("/?#"));
}

/// libcurl decodes hosts, and writes numeric addresses in their usual form: what it would connect
/// to must be what is written there.
bool is_to_the_letter(std::string_view url, CURLU* parsed) {
  const std::string port = part(parsed, CURLUPART_PORT);
  const std::string host = part(parsed, CURLUPART_HOST) + (port.empty() ? "" : ":" + port);
  return lower_case(std::string(authority_of(url))) == lower_case(host);
}

std::string origin_of(CURLU* url) {
  const std::string port = part(url, CURLUPART_PORT, CURLU_NO_DEFAULT_PORT);
  return lower_case(part(url, CURLUPART_SCHEME) + "://" + part(url, CURLUPART_HOST)) +
         (port.empty() ? "" : ":" + port);
}

bool is_ipv4_loopback(std::string_view host) {
  return host.starts_with("127.") &&
         host.find_first_not_of("0123456789.") == std::string_view::npos &&
         std::ranges::count(host, '.') == 3;
}

/// `location` with the scheme of `base` where it leaves that out: `//host/path`.
std::string with_scheme(CURLU* base, std::string_view location) {
  const std::string scheme = location.starts_with("//") ? part(base, CURLUPART_SCHEME) + ":" : "";
  return scheme + std::string(location);
}

/// Whether `location` is a path, query, or fragment: a colon before those ends a scheme.
bool is_relative(std::string_view location) {
  return location.substr(0, location.find_first_of("/?#")).find(':') == std::string_view::npos;
}

/// `location` resolved against `base`; null if it is not a valid address.
ParsedUrl resolve(CURLU* base, std::string_view location) {
  if (location.empty() || !has_legal_characters(location)) return nullptr;
  const std::string address = with_scheme(base, location);
  if (!is_relative(address)) return parse_url(address);
  ParsedUrl target(curl_url_dup(base));
  const auto code = curl_url_set(target.get(), CURLUPART_URL, address.c_str(), CURLU_DISALLOW_USER);
  return code == CURLUE_OK ? std::move(target) : nullptr;
}

}  // namespace

ParsedUrl parse_url(std::string_view url) {
  const std::string scheme = lower_case(std::string(url.substr(0, url.find("://"))));
  if ((scheme != "http" && scheme != "https") || !has_legal_characters(url)) return nullptr;
  ParsedUrl parsed(curl_url());
  const std::string text(url);
  if (curl_url_set(parsed.get(), CURLUPART_URL, text.c_str(), CURLU_DISALLOW_USER) != CURLUE_OK ||
      !is_to_the_letter(url, parsed.get()))
    return nullptr;
  return parsed;
}

std::string origin_of(std::string_view url) {
  const ParsedUrl parsed = parse_url(url);
  return parsed ? origin_of(parsed.get()) : std::string();
}

std::string path_of(std::string_view url) {
  const ParsedUrl parsed = parse_url(url);
  return parsed ? part(parsed.get(), CURLUPART_PATH) : std::string();
}

bool is_loopback(std::string_view url) {
  const ParsedUrl parsed = parse_url(url);
  if (!parsed) return false;
  const std::string host = lower_case(part(parsed.get(), CURLUPART_HOST));
  return host == "localhost" || host == "[::1]" || is_ipv4_loopback(host);
}

Expected<std::string> redirect_target(std::string_view url, std::string_view location) {
  const ParsedUrl base = parse_url(url);
  const ParsedUrl target = base ? resolve(base.get(), location) : nullptr;
  if (!target)
    return fail(ReasonCode::protocol, origin_of(url) + " redirects to " + in_quotes(location) +
                                          ", which is not a valid address");
  const std::string origin = origin_of(base.get());
  if (const std::string other = origin_of(target.get()); other != origin)
    return fail(ReasonCode::invalid_input,
                origin + " redirects to " + in_quotes(other) +
                    ", another server; the token is not sent there",
                "if the repository has moved there, set `remote` to its new address");
  const std::string query = part(target.get(), CURLUPART_QUERY);
  return origin + part(target.get(), CURLUPART_PATH) + (query.empty() ? "" : "?" + query);
}

}  // namespace shiptag::adapters::http
