// An address that we take is the one that curl connects to: compared with curl's own reading of it,
// in the way of a transfer, which is far more lenient.
#include <curl/curl.h>

#include <algorithm>
#include <memory>

#include "adapters/http/url.hpp"
#include "fuzz/target.hpp"

namespace shiptag::fuzz {
namespace {

using namespace adapters::http;

constexpr std::string_view base = "https://git.example/o/r.git/git-upload-pack";

std::string part(CURLU* url, CURLUPart which) {
  char* raw = nullptr;
  if (curl_url_get(url, which, &raw, CURLU_DEFAULT_PORT) != CURLUE_OK) return {};
  std::string text(raw);
  curl_free(raw);
  return text;
}

/// What a transfer does with CURLOPT_URL: it guesses, and takes users and what it may not speak.
ParsedUrl as_a_transfer_reads(const std::string& url) {
  ParsedUrl read(curl_url());
  const unsigned flags =
      CURLU_GUESS_SCHEME | CURLU_NON_SUPPORT_SCHEME | CURLU_URLENCODE | CURLU_ALLOW_SPACE;
  const auto code = curl_url_set(read.get(), CURLUPART_URL, url.c_str(), flags);
  return code == CURLUE_OK ? std::move(read) : nullptr;
}

/// `https://host:443`, as a connection is made.
std::string peer(CURLU* url) {
  std::string text = part(url, CURLUPART_SCHEME) + "://" + part(url, CURLUPART_HOST) + ":" +
                     part(url, CURLUPART_PORT);
  std::ranges::transform(text, text.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  });
  return text;
}

void check_same_peer(const std::string& url, CURLU* ours) {
  const ParsedUrl read = as_a_transfer_reads(url);
  require(read != nullptr, "curl takes what we take");
  require(peer(read.get()) == peer(ours), "curl connects to where we say");
  require(part(read.get(), CURLUPART_USER).empty(), "nobody is named");
}

}  // namespace

std::vector<std::string> seeds() {
  return {"https://git.example/o/r.git",
          "HTTPS://Git.Example:443/o?x=1#y",
          "https://[::1]:8443/r",
          "https://git.example\\@evil.example/x",
          "https://git.example@evil.example:443/x",
          "//git.example/x",
          "/new/r.git/info/refs?service=git-upload-pack",
          "../x%2f@y:1",
          "http://127.0.0.1:8080/%40"};
}

void try_input(std::string_view input) {
  const std::string text(input);
  if (const ParsedUrl ours = parse_url(text)) {
    require(text.find('\0') == std::string::npos, "a NUL would end it for curl");
    check_same_peer(text, ours.get());
    require(!origin_of(text).empty(), "what is taken has an origin");
  }
  const auto target = redirect_target(base, text);
  if (!target) return;
  const ParsedUrl from(as_a_transfer_reads(std::string(base)));
  check_same_peer(*target, from.get());
  // curl's own way of following the header ends at the same server.
  require(curl_url_set(from.get(), CURLUPART_URL, text.c_str(), 0) == CURLUE_OK,
          "curl would follow it");
  require(peer(from.get()) == "https://git.example:443", "curl would stay");
}

}  // namespace shiptag::fuzz
