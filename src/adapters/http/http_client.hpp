#pragma once
#include <chrono>
#include <cstddef>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/expected.hpp"

namespace shiptag::adapters::http {

enum class Method { get, post };

/// What a request does to the server: a signal stops a read at once, a write gets time to end.
enum class Effect { read, write };

struct Request {
  Method method = Method::get;
  std::string url;  ///< `http://` or `https://`.
  std::vector<std::pair<std::string, std::string>> headers = {};
  std::string body = {};  ///< Of a POST.
  Effect effect = Effect::read;
  std::chrono::milliseconds timeout{30000};          ///< From connecting to the last byte.
  std::size_t longest_body = std::size_t{2} << 30U;  ///< Bytes; a longer response is a failure.
  /// Asked before PatientClient follows a redirect; none: it may.
  std::function<Expected<void>(const std::string& target)> on_redirect = {};
};

struct ResponseHead {
  int status = 0;  ///< Any status from 200 on; the caller judges it.
  std::map<std::string, std::string> headers =
      {};  ///< Names in lower case; the last of a name wins.

  /// @return empty if there is no header `name`.
  [[nodiscard]] std::string_view header(const std::string& name) const {
    const auto found = headers.find(name);
    return found == headers.end() ? std::string_view{} : std::string_view(found->second);
  }
};

enum class Wanted { body, nothing };

/// Receives a response as it arrives. An error it returns ends the transfer and comes back from
/// `send` as `Stage::stopped`.
class ResponseSink {
 public:
  virtual ~ResponseSink() = default;
  /// Called once, before any body. @return `nothing` to abandon the rest, which is not a failure.
  [[nodiscard]] virtual Expected<Wanted> head(const ResponseHead& head) = 0;
  [[nodiscard]] virtual Expected<void> body(std::string_view bytes) = 0;  ///< The next bytes.
};

/// How far a request without a complete response got.
enum class Stage {
  not_sent,     ///< Nothing reached the server; it may be tried again.
  hopeless,     ///< Nothing reached the server, and nothing ever will: a bad certificate.
  unknown,      ///< It was sent at least in part: a write may have happened.
  interrupted,  ///< A signal came before the request was sent, or while it only read.
  stopped,      ///< The sink, or the cap on the body's length, ended it.
};

struct Failure {
  Stage stage;
  Error error;  ///< `unavailable`, `interrupted`, or what the sink said.
};

/// The only place where bytes leave the process; implemented with curl in production.
class HttpClient {
 public:
  virtual ~HttpClient() = default;

  /// Sends `request` once, without following redirects. An abandoned or full response is success.
  [[nodiscard]] virtual tl::expected<void, Failure> send(const Request& request,
                                                         ResponseSink& sink) = 0;
};

}  // namespace shiptag::adapters::http
