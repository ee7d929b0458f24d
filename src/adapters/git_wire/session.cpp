#include "adapters/git_wire/session.hpp"

#include <algorithm>

#include "adapters/git_wire/agent.hpp"
#include "adapters/git_wire/refusal.hpp"
#include "adapters/http/headers.hpp"
#include "adapters/system/interrupt.hpp"
#include "base/text.hpp"

namespace shiptag::adapters::git_wire {
namespace {

using Kind = Reply::Kind;

constexpr std::string_view token_user = "x-access-token";

Kind kind_of(int status) {
  switch (status) {
    case 200:  // With another content type: a proxy's page, or a server that requires discovery.
    case 400:
    case 405:
    case 406:
    case 415:
      return Kind::wants_discovery;
    case 429:
      return Kind::busy;
    case 408:
      return Kind::server_error;
    default:
      return status >= 500 ? Kind::server_error : Kind::refused;
  }
}

}  // namespace

bool Reply::is_transient() const noexcept {
  return kind == Kind::truncated || kind == Kind::server_error || kind == Kind::disconnected ||
         kind == Kind::busy || kind == Kind::not_sent;
}

bool Reply::may_be_of_old_server() const noexcept {
  return kind == Kind::wants_discovery || kind == Kind::truncated || kind == Kind::malformed ||
         (kind == Kind::server_error && !asked_to_wait);
}

Session::Session(const World& world, Remote remote)
    : http_(world, remote.time_limit),
      url_(remote.url.str()),
      token_(std::move(remote.token)),
      time_limit_(remote.time_limit) {}

Reply Session::once(const ServiceRequest& request, ReplyReader& reader) {
  reader.begin();
  Attempt attempt(request, reader);
  const auto sent = http_.send(http_request(request), attempt);
  if (!sent) return failed(sent.error());
  return attempt.classify(http_.now(),
                          {.remote = url_, .token = token_.empty() ? Token::none : Token::given});
}

Reply Session::persistently(const ServiceRequest& request, ReplyReader& reader) {
  for (int attempts = 1;; ++attempts) {
    Reply answer = once(request, reader);
    if (!answer.is_transient() || !pause(attempts, answer)) return answer;
  }
}

bool Session::pause(int attempts, const Reply& answer) {
  return http_.pause(attempts, answer.asked_to_wait, answer.error.message);
}

Expected<void> Session::discover(AdvertisementReader& advertisement) {
  const ServiceRequest request{.path = "/info/refs?service=git-upload-pack",
                               .content_type = "application/x-git-upload-pack-advertisement",
                               .version = Version::two};
  const Reply answer = persistently(request, advertisement);
  if (answer.kind != Kind::whole) return fail(answer.error);
  version_ = advertisement.is_version_2() ? Version::two : Version::zero;
  capabilities_ = advertisement.capabilities();
  debug(url_ + " speaks git protocol version " + (version_ == Version::two ? "2" : "0"));
  return {};
}

Expected<Version> Session::ask(const ServiceRequest& request, ReplyReader& reader,
                               AdvertisementReader& advertisement) {
  for (int attempts = 1;; ++attempts) {
    if (version_ == Version::zero) return Version::zero;
    const Reply answer = once(request, reader);
    if (answer.kind == Kind::whole) {
      version_ = Version::two;
      return Version::two;
    }
    if (!version_ && answer.may_be_of_old_server()) {
      debug(answer.error.message + "; asking which protocol version the server speaks");
      if (const auto ok = discover(advertisement); !ok) return fail(ok.error());
      if (answer.kind == Kind::wants_discovery || version_ == Version::zero) continue;
    }
    if (!answer.is_transient() || !pause(attempts, answer)) return fail(answer.error);
  }
}

Expected<void> Session::may_go_on() {
  if (system::interrupted() != 0)
    return fail(ReasonCode::interrupted, url_ + ": stopped by a signal");
  const auto ok = http_.check_time();
  return ok ? ok : fail(while_doing(url_, ok.error()));
}

http::Request Session::http_request(const ServiceRequest& request) {
  http::Request out;
  out.method = request.body.empty() ? http::Method::get : http::Method::post;
  out.url = url_ + request.path;
  out.body = request.body;
  out.effect = request.effect;
  out.timeout = time_limit_;
  out.on_redirect = [this, path = request.path](const std::string& target) {
    return follow(target, path);
  };
  out.headers = {{"User-Agent", std::string(user_agent)}, {"Accept", request.content_type}};
  if (!request.body.empty()) {
    std::string type = request.content_type;
    type.replace(type.rfind("-result"), std::string::npos, "-request");
    out.headers.emplace_back("Content-Type", std::move(type));
  }
  if (request.version == Version::two) out.headers.emplace_back("Git-Protocol", "version=2");
  if (!token_.empty())
    out.headers.emplace_back("Authorization", http::basic_auth(token_user, token_));
  return out;
}

/// The repository has moved on the same server: later requests go straight to the new address.
Expected<void> Session::follow(std::string target, const std::string& path) {
  if (!target.ends_with(path))
    return fail(
        ReasonCode::protocol,
        url_ + " redirects to " + in_quotes(target, 300) + ", which is not a git repository",
        "check that `remote` is the address that `git clone` takes");
  target.resize(target.size() - path.size());
  url_ = std::move(target);
  return {};
}

Reply Session::failed(const http::Failure& failure) const {
  switch (failure.stage) {
    case http::Stage::not_sent:
      return {Kind::not_sent, failure.error};
    case http::Stage::unknown:
      return {Kind::disconnected, failure.error};
    case http::Stage::stopped:
      if (failure.error.code == ReasonCode::protocol) return {Kind::malformed, failure.error};
      break;
    case http::Stage::hopeless:
    case http::Stage::interrupted:
      break;
  }
  return {Kind::refused, failure.error};
}

Expected<http::Wanted> Attempt::head(const http::ResponseHead& head) {
  head_ = head;
  const std::string_view type = head.header("content-type");
  content_type_ = trimmed(type.substr(0, type.find(';')));
  if (is_as_asked()) return request_.wanted;
  return http::Wanted::body;
}

Expected<void> Attempt::body(std::string_view bytes) {
  constexpr std::size_t longest_text = 4096;
  if (is_as_asked()) return reader_.feed(bytes);
  text_.append(bytes.substr(0, longest_text - std::min(longest_text, text_.size())));
  return {};
}

Reply Attempt::classify(Timestamp now, HttpRefusal asked) const {
  if (is_as_asked()) {
    if (request_.wanted == http::Wanted::nothing || reader_.complete()) return {Kind::whole};
    return {Kind::truncated,
            {ReasonCode::unavailable, asked.remote + " sent an incomplete response",
             "try again; the server's log says why its git failed"}};
  }
  asked.status = head_.status;
  asked.content_type = content_type_;
  asked.body = text_;
  return {kind_of(head_.status), refused_by_status(asked),
          http::parse_retry_after(head_.header("retry-after"), now)};
}

bool Attempt::is_as_asked() const {
  return head_.status == 200 && content_type_ == request_.content_type;
}

}  // namespace shiptag::adapters::git_wire
