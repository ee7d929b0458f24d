#pragma once
#include <string>

#include "adapters/git_wire/refusal.hpp"
#include "adapters/git_wire/reply_reader.hpp"
#include "adapters/git_wire/session.hpp"
#include "adapters/http/http_client.hpp"

namespace shiptag::adapters::git_wire {

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
