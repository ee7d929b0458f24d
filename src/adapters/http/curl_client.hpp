#pragma once
#include <curl/curl.h>

#include <memory>

#include "adapters/http/http_client.hpp"

namespace shiptag::adapters::http {

/// libcurl. One connection serves all requests to one server; proxies come from the environment
/// (never for plain HTTP to this machine), a CA bundle from `SSL_CERT_FILE`. Nothing is read from
/// or kept in files: no cookies, no `.netrc`. A signal caught by `system::catch_interrupts` ends
/// a read within a second and a write after at most five.
class CurlClient final : public HttpClient {
 public:
  CurlClient();
  [[nodiscard]] tl::expected<void, Failure> send(const Request& request,
                                                 ResponseSink& sink) override;

 private:
  struct Cleanup {
    void operator()(CURL* curl) const noexcept { curl_easy_cleanup(curl); }
  };
  std::unique_ptr<CURL, Cleanup> curl_;
};

}  // namespace shiptag::adapters::http
