#include "adapters/http/curl_client.hpp"

#include <algorithm>
#include <cstdlib>

#include "adapters/http/curl_transfer.hpp"
#include "adapters/http/url.hpp"
#include "adapters/system/interrupt.hpp"
#include "adapters/system/regular_file.hpp"
#include "base/text.hpp"

namespace shiptag::adapters::http {
namespace {

struct FreeHeaders {
  void operator()(curl_slist* list) const noexcept { curl_slist_free_all(list); }
};
using Headers = std::unique_ptr<curl_slist, FreeHeaders>;

void append(Headers& headers, const std::string& line) {
  curl_slist* longer = curl_slist_append(headers.get(), line.c_str());
  if (longer == nullptr) return;
  (void)headers.release();  // Now the front of `longer`, or `longer` itself.
  headers.reset(longer);
}

Headers headers_of(const Request& request) {
  Headers headers;
  append(headers, "Expect:");  // No round trip to ask whether the body may come.
  for (const auto& [name, value] : request.headers)
    append(headers, std::string(name).append(": ").append(value));
  return headers;
}

/// The protocols and methods that curl may use. Some of the others need symbols that the static
/// binary does not have (Kerberos, LDAP, RTMP), which is why they are turned off one by one.
void set_ways(CURL* curl, const Request& request) {
  curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(curl, CURLOPT_SOCKS5_AUTH, CURLAUTH_BASIC);
  curl_easy_setopt(curl, CURLOPT_PROXYAUTH, CURLAUTH_BASIC);
  curl_easy_setopt(curl, CURLOPT_HEADEROPT, static_cast<long>(CURLHEADER_SEPARATE));
  curl_easy_setopt(curl, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
  curl_easy_setopt(curl, CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_2TLS);
  curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
  // A proxy would see the token of a request to this machine in clear text.
  if (request.url.starts_with("http://") && is_loopback(request.url))
    curl_easy_setopt(curl, CURLOPT_PROXY, "");
}

/// libcurl does not read SSL_CERT_FILE by itself; where it is set, it replaces the machine's CAs.
Expected<void> set_trust(CURL* curl) {
  constexpr std::size_t longest = std::size_t{16} << 20U;
  curl_easy_setopt(curl, CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2);
  const char* bundle = std::getenv("SSL_CERT_FILE");
  if (bundle == nullptr || *bundle == '\0') return {};
  if (auto ok = system::check_regular(bundle, longest); !ok)
    return fail(while_doing("SSL_CERT_FILE", ok.error()));
  curl_easy_setopt(curl, CURLOPT_CAINFO, bundle);
  curl_easy_setopt(curl, CURLOPT_CAPATH, nullptr);
  return {};
}

void set_request(CURL* curl, const Request& request, const Headers& headers) {
  constexpr std::chrono::milliseconds longest_connect{15000};
  constexpr long buffer = 128L << 10U;
  curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers.get());
  if (request.method == Method::post) {
    curl_easy_setopt(curl, CURLOPT_POST, 1L);
    curl_easy_setopt(curl, CURLOPT_POSTFIELDS, request.body.data());
    curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE,
                     static_cast<curl_off_t>(request.body.size()));
  }
  curl_easy_setopt(curl, CURLOPT_BUFFERSIZE, buffer);
  curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, static_cast<long>(request.timeout.count()));
  curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS,
                   static_cast<long>(std::min(request.timeout, longest_connect).count()));
  // Does not wait for the thread that resolves names: a silent name server must not delay us.
  curl_easy_setopt(curl, CURLOPT_QUICK_EXIT, 1L);
}

}  // namespace

CurlClient::CurlClient() {
  static const CURLcode started = curl_global_init(CURL_GLOBAL_DEFAULT);
  if (started == CURLE_OK) curl_.reset(curl_easy_init());
}

tl::expected<void, Failure> CurlClient::send(const Request& request, ResponseSink& sink) {
  if (curl_ == nullptr)
    return tl::unexpected<Failure>(
        {Stage::hopeless, {ReasonCode::internal, "curl failed to start"}});
  if (system::interrupted() != 0)
    return tl::unexpected<Failure>(
        {Stage::interrupted, {ReasonCode::interrupted, "stopped by a signal"}});
  const ParsedUrl url = parse_url(request.url);
  if (url == nullptr)
    return tl::unexpected<Failure>(
        {Stage::hopeless,
         {ReasonCode::invalid_input,
          in_quotes(request.url) + " is not a valid http:// or https:// address"}});
  const Headers headers = headers_of(request);
  CurlTransfer transfer(request, sink);
  curl_easy_reset(curl_.get());  // The connection stays.
  set_ways(curl_.get(), request);
  if (auto trusted = set_trust(curl_.get()); !trusted)
    return tl::unexpected<Failure>({Stage::hopeless, std::move(trusted.error())});
  set_request(curl_.get(), request, headers);
  curl_easy_setopt(curl_.get(), CURLOPT_CURLU, url.get());
  transfer.attach(curl_.get());
  const CURLcode code = curl_easy_perform(curl_.get());
  auto result = transfer.result(code);
  curl_easy_reset(curl_.get());  // Nothing in it may point at locals of this function.
  return result;
}

}  // namespace shiptag::adapters::http
