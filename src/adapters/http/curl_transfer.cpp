#include "adapters/http/curl_transfer.hpp"

#include <algorithm>
#include <charconv>

#include "adapters/http/url.hpp"
#include "adapters/system/interrupt.hpp"
#include "base/text.hpp"

namespace shiptag::adapters::http {
namespace {

constexpr std::size_t longest_head = std::size_t{256} << 10U;
constexpr std::chrono::seconds write_grace{5};

std::string lower_case(std::string_view text) {
  std::string lower(text);
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return lower;
}

/// The status of `HTTP/1.1 200 OK` or `HTTP/2 200`; 0 if there is none.
int status_of(std::string_view line) {
  const std::size_t space = line.find(' ');
  if (space == std::string_view::npos) return 0;
  const std::string_view digits = line.substr(space + 1, 3);
  int status = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), status);
  return status;
}

bool is_hopeless(CURLcode code) {
  return code == CURLE_PEER_FAILED_VERIFICATION || code == CURLE_SSL_CACERT_BADFILE ||
         code == CURLE_URL_MALFORMAT || code == CURLE_UNSUPPORTED_PROTOCOL;
}

std::string hint_for(CURLcode code) {
  switch (code) {
    case CURLE_PEER_FAILED_VERIFICATION:
      return "if a private CA signed the server's certificate, set SSL_CERT_FILE to the CA's "
             "certificate file";
    case CURLE_SSL_CACERT_BADFILE:
      return "set SSL_CERT_FILE to a readable file of PEM certificates";
    case CURLE_COULDNT_RESOLVE_HOST:
      return "check the host name of `remote`, and this machine's DNS";
    case CURLE_COULDNT_RESOLVE_PROXY:
      return "check the host name in HTTPS_PROXY";
    case CURLE_OPERATION_TIMEDOUT:
      return "try again, or allow more time with `timeout_seconds`";
    default:
      return {};
  }
}

}  // namespace

void CurlTransfer::attach(CURL* curl) {
  curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, words_.data());
  curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, &CurlTransfer::on_header);
  curl_easy_setopt(curl, CURLOPT_HEADERDATA, this);
  curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, &CurlTransfer::on_body);
  curl_easy_setopt(curl, CURLOPT_WRITEDATA, this);
  curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
  curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, &CurlTransfer::on_progress);
  curl_easy_setopt(curl, CURLOPT_XFERINFODATA, this);
  curl_easy_setopt(curl, CURLOPT_PREREQFUNCTION, &CurlTransfer::on_ready_to_send);
  curl_easy_setopt(curl, CURLOPT_PREREQDATA, this);
}

tl::expected<void, Failure> CurlTransfer::result(CURLcode code) const {
  if (stopped_) return tl::unexpected<Failure>({Stage::stopped, *stopped_});
  if ((code == CURLE_OK && head_done_) || abandoned_) return {};
  const std::string where = "talking to " + origin_of(request_.url) + ": ";
  if (interrupted_ && !(sent_ && request_.effect == Effect::write))
    return tl::unexpected<Failure>(
        {Stage::interrupted, {ReasonCode::interrupted, where + "stopped by a signal"}});
  if (interrupted_)
    return tl::unexpected<Failure>(
        {Stage::unknown, {ReasonCode::interrupted, where + "stopped by a signal"}});
  // curl takes a connection that ends within the headers for a complete response.
  if (code == CURLE_OK) code = CURLE_GOT_NOTHING;
  const char* words = words_[0] != '\0' ? words_.data() : curl_easy_strerror(code);
  // Only may_send() aborts here: the first connection had died, and this is a write.
  if (code == CURLE_ABORTED_BY_CALLBACK) words = "the connection ended before the response arrived";
  Error error{ReasonCode::unavailable, where + printable(words, 300), hint_for(code)};
  if (sent_) return tl::unexpected<Failure>({Stage::unknown, std::move(error)});
  const Stage stage = is_hopeless(code) ? Stage::hopeless : Stage::not_sent;
  return tl::unexpected<Failure>({stage, std::move(error)});
}

std::size_t CurlTransfer::on_header(char* bytes, std::size_t /*one*/, std::size_t size,
                                    void* self) {
  return static_cast<CurlTransfer*>(self)->header_line({bytes, size}) ? size : 0;
}

std::size_t CurlTransfer::on_body(char* bytes, std::size_t /*one*/, std::size_t size, void* self) {
  return static_cast<CurlTransfer*>(self)->body_bytes({bytes, size}) ? size : 0;
}

// NOLINTNEXTLINE(readability-function-size): libcurl says what the parameters are.
int CurlTransfer::on_progress(void* self, curl_off_t /*expected_down*/, curl_off_t /*down*/,
                              curl_off_t /*expected_up*/, curl_off_t /*up*/) {
  return static_cast<CurlTransfer*>(self)->must_stop() ? 1 : 0;
}

// NOLINTNEXTLINE(readability-function-size): libcurl says what the parameters are.
int CurlTransfer::on_ready_to_send(void* self, char* /*remote_ip*/, char* /*local_ip*/,
                                   int /*remote_port*/, int /*local_port*/) {
  return static_cast<CurlTransfer*>(self)->may_send() ? CURL_PREREQFUNC_OK : CURL_PREREQFUNC_ABORT;
}

bool CurlTransfer::header_line(std::string_view line) {
  head_bytes_ += line.size();  // Of trailers, too, which curl keeps.
  if (head_bytes_ > longest_head)
    return stop({ReasonCode::protocol, "the response headers exceed 256 KiB"});
  if (head_done_) return true;  // A trailer.
  if (line.starts_with("HTTP/")) {
    head_ = {status_of(line), {}};
    return true;
  }
  const std::string_view text = trimmed(line);
  if (text.empty()) return end_of_head();
  const std::size_t colon = text.find(':');
  if (colon != std::string_view::npos)
    head_.headers[lower_case(text.substr(0, colon))] = trimmed(text.substr(colon + 1));
  return true;
}

bool CurlTransfer::end_of_head() {
  if (head_.status < 200) return true;  // 100, 103: the response is still to come.
  head_done_ = true;
  const auto wanted = sink_.head(head_);
  if (!wanted) return stop(wanted.error());
  abandoned_ = *wanted == Wanted::nothing;
  return !abandoned_;
}

bool CurlTransfer::body_bytes(std::string_view bytes) {
  body_bytes_ += bytes.size();
  if (body_bytes_ > request_.longest_body)
    return stop({ReasonCode::protocol,
                 "the response exceeds " + std::to_string(request_.longest_body) + " bytes"});
  const auto taken = sink_.body(bytes);
  return taken || stop(taken.error());
}

// A write that is under way is not cut off midway: it gets a few seconds to end.
bool CurlTransfer::must_stop() {
  if (system::interrupted() == 0) return false;
  if (request_.effect == Effect::write && sent_) {
    if (!grace_ends_) grace_ends_ = Clock::now() + write_grace;
    if (Clock::now() < *grace_ends_) return false;
  }
  interrupted_ = true;
  return true;
}

// curl resends a request by itself if a connection that it used before turns out to be dead.
// The server may have acted on the first one, so a write is never sent a second time here.
bool CurlTransfer::may_send() {
  const bool again = sent_;
  sent_ = true;
  return !again || request_.effect == Effect::read;
}

bool CurlTransfer::stop(Error error) {
  stopped_ = std::move(error);
  return false;
}

}  // namespace shiptag::adapters::http
