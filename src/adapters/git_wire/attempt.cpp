#include "adapters/git_wire/attempt.hpp"

#include <algorithm>

#include "adapters/http/retry.hpp"
#include "base/text.hpp"

namespace shiptag::adapters::git_wire {
namespace {

using Kind = Reply::Kind;

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
