#pragma once
#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "adapters/git_wire/advertisement.hpp"
#include "adapters/git_wire/pkt_line.hpp"
#include "adapters/git_wire/refusal.hpp"
#include "adapters/git_wire/remote_url.hpp"
#include "adapters/http/http_client.hpp"
#include "adapters/http/patient_client.hpp"

namespace shiptag::adapters::git_wire {

using http::World;

/// The repository, and how long all requests to it may take together.
struct Remote {
  RemoteUrl url;
  std::string token;  ///< Empty if there is none.
  std::chrono::milliseconds time_limit{60000};
};

enum class Version { zero, two };

/// One request to one of the server's services.
struct ServiceRequest {
  std::string path;          ///< After the repository's address: `/git-upload-pack`.
  std::string content_type;  ///< Of the response: `application/x-git-upload-pack-result`.
  std::string body = {};     ///< Empty for a GET.
  Version version = Version::zero;
  http::Effect effect = http::Effect::read;
  http::Wanted wanted = http::Wanted::body;  ///< `nothing`: only whether it is allowed.
};

/// The result of a request.
struct Reply {
  enum class Kind {
    whole,            ///< The reader has the whole reply.
    wants_discovery,  ///< Its shape shows that the server does not take direct requests.
    truncated,        ///< The right status and type, but the reply is incomplete.
    malformed,        ///< The same, but the reader cannot make sense of it.
    server_error,     ///< 408 or 5xx.
    disconnected,     ///< The request was sent, but no complete response came.
    busy,             ///< 429: nothing was done.
    not_sent,         ///< Nothing reached the server.
    refused,          ///< No, and asking again will not help.
  };
  Kind kind;
  Error error = {ReasonCode::internal, {}};                ///< Unless it is whole.
  std::optional<std::chrono::seconds> asked_to_wait = {};  ///< Retry-After.

  /// Whether the same request may succeed a moment later.
  [[nodiscard]] bool is_transient() const noexcept;
  /// Whether only a discovery can tell if the server is older than we thought.
  [[nodiscard]] bool may_be_of_old_server() const noexcept;
};

/// Requests to one repository: the token, redirects, time limit, and retries, and what was learned
/// about the server's protocol.
class Session {
 public:
  Session(const World& world, Remote remote);

  /// Sends `request` once.
  [[nodiscard]] Reply once(const ServiceRequest& request, ReplyReader& reader);

  /// Sends `request`, which only reads, until the reply is no longer a transient failure.
  [[nodiscard]] Reply persistently(const ServiceRequest& request, ReplyReader& reader);

  /// Waits before the next attempt; false if there should be none.
  [[nodiscard]] bool pause(int attempts, const Reply& answer);

  /// `GET …/info/refs` for git-upload-pack. The tags that a version 0 server lists go to the sink
  /// of `advertisement`; which version it speaks is remembered.
  [[nodiscard]] Expected<void> discover(AdvertisementReader& advertisement);

  /// Sends `request` in version 2, without discovery unless the reply calls for it.
  /// @return the version that was spoken: with zero, only `advertisement` has been filled.
  [[nodiscard]] Expected<Version> ask(const ServiceRequest& request, ReplyReader& reader,
                                      AdvertisementReader& advertisement);

  /// @return `interrupted` after a signal, `unavailable` once the time is up.
  [[nodiscard]] Expected<void> may_go_on();

  /// The version the server is known to speak.
  [[nodiscard]] std::optional<Version> version() const { return version_; }
  /// What it advertised, if it was asked to.
  [[nodiscard]] const Capabilities& capabilities() const { return capabilities_; }
  [[nodiscard]] const std::string& url() const { return url_; }  ///< Fit for messages.
  void debug(const std::string& line) { http_.debug(line); }

 private:
  [[nodiscard]] http::Request http_request(const ServiceRequest& request);
  [[nodiscard]] Expected<void> follow(std::string target, const std::string& path);
  [[nodiscard]] Reply failed(const http::Failure& failure) const;

  http::PatientClient http_;
  std::string url_;
  std::string token_;
  std::chrono::milliseconds time_limit_;
  std::optional<Version> version_;
  Capabilities capabilities_;
};

/// Receives one HTTP response: the expected reply goes to the reader, the beginning of any other
/// is kept for the message.
class Attempt final : public http::ResponseSink {
 public:
  Attempt(const ServiceRequest& request, ReplyReader& reader)
      : request_(request), reader_(reader) {}

  [[nodiscard]] Expected<http::Wanted> head(const http::ResponseHead& head) override;
  [[nodiscard]] Expected<void> body(std::string_view bytes) override;

  /// What a complete response means. `asked` has what the attempt cannot know about a refusal.
  [[nodiscard]] Reply classify(Timestamp now, HttpRefusal asked) const;

 private:
  [[nodiscard]] bool is_as_asked() const;

  const ServiceRequest& request_;
  ReplyReader& reader_;
  http::ResponseHead head_;
  std::string content_type_;
  std::string text_;
};

}  // namespace shiptag::adapters::git_wire
