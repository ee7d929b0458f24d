#pragma once
#include <cstddef>
#include <string>

#include "adapters/http/http_client.hpp"
#include "base/text.hpp"

namespace shiptag::adapters::github {

/// A whole HTTP response.
struct Answer {
  http::ResponseHead head = {};
  std::string body = {};
};

/// Receives a response; one that is too long is `protocol`.
class AnswerSink final : public http::ResponseSink {
 public:
  static constexpr std::size_t longest = std::size_t{8} << 20U;  ///< Bytes of a body.

  [[nodiscard]] Expected<http::Wanted> head(const http::ResponseHead& head) override {
    answer_.head = head;
    return http::Wanted::body;
  }
  [[nodiscard]] Expected<void> body(std::string_view bytes) override {
    if (bytes.size() > longest - answer_.body.size())
      return fail(ReasonCode::protocol, "GitHub's response exceeds 8 MiB");
    answer_.body.append(bytes);
    return {};
  }
  [[nodiscard]] Answer take() { return std::move(answer_); }

 private:
  Answer answer_;
};

}  // namespace shiptag::adapters::github
