#pragma once
#include <curl/curl.h>

#include <array>
#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "adapters/http/http_client.hpp"

namespace shiptag::adapters::http {

/// One request while curl works on it: what its callbacks see, and what they decided.
class CurlTransfer {
 public:
  CurlTransfer(const Request& request, ResponseSink& sink) : request_(request), sink_(sink) {}

  /// Points the callbacks of `curl` here; this object must not move until curl is done.
  void attach(CURL* curl);

  /// Its result, given what curl_easy_perform returned.
  [[nodiscard]] tl::expected<void, Failure> result(CURLcode code) const;

 private:
  using Clock = std::chrono::steady_clock;

  static std::size_t on_header(char* bytes, std::size_t one, std::size_t size, void* self);
  static std::size_t on_body(char* bytes, std::size_t one, std::size_t size, void* self);
  static int on_progress(void* self, curl_off_t, curl_off_t, curl_off_t, curl_off_t);
  static int on_ready_to_send(void* self, char*, char*, int, int);

  [[nodiscard]] bool header_line(std::string_view line);
  [[nodiscard]] bool body_bytes(std::string_view bytes);
  [[nodiscard]] bool end_of_head();
  [[nodiscard]] bool must_stop();
  [[nodiscard]] bool may_send();
  bool stop(Error error);

  const Request& request_;
  ResponseSink& sink_;
  std::array<char, CURL_ERROR_SIZE> words_{};  ///< curl's own, on a failure.
  ResponseHead head_;
  std::size_t head_bytes_ = 0;
  std::size_t body_bytes_ = 0;
  bool head_done_ = false;
  bool abandoned_ = false;
  bool sent_ = false;
  bool interrupted_ = false;
  std::optional<Clock::time_point> grace_ends_;
  std::optional<Error> stopped_;
};

}  // namespace shiptag::adapters::http
