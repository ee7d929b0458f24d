#pragma once
#include <doctest/doctest.h>

#include <algorithm>
#include <ostream>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "adapters/http/http_client.hpp"

namespace shiptag::fakes {

/// A response as a test writes it down.
struct StubResponse {
  int status = 200;
  std::map<std::string, std::string> headers = {};  ///< Names in lower case.
  std::string body = {};
};

/// Answers each expected request once, in order; an unexpected or unasked one fails the test.
class StubHttp final : public adapters::http::HttpClient {
 public:
  using Failure = adapters::http::Failure;
  using Method = adapters::http::Method;

  /// The next request is to be `method` on `url`, and gets this response.
  void on(Method method, std::string url, StubResponse response) {
    expected_.push_back({method, std::move(url), std::move(response)});
  }
  /// The next request is to be `method` on `url`, and gets no whole response.
  void break_on(Method method, std::string url, Failure failure) {
    expected_.push_back({method, std::move(url), std::move(failure)});
  }
  ~StubHttp() override { CHECK_MESSAGE(next_ == expected_.size(), "a stub was never asked"); }

  StubHttp() = default;
  StubHttp(const StubHttp&) = delete;
  StubHttp& operator=(const StubHttp&) = delete;

  std::vector<adapters::http::Request> sent = {};
  std::size_t chunk = 7;  ///< Bodies come in pieces of so many bytes.

  tl::expected<void, Failure> send(const adapters::http::Request& request,
                                   adapters::http::ResponseSink& sink) override {
    sent.push_back(request);
    REQUIRE_MESSAGE(next_ < expected_.size(), "unexpected request of ", request.url);
    const Stub& stub = expected_[next_++];
    CHECK(request.method == stub.method);
    CHECK(request.url == stub.url);
    if (const auto* failure = std::get_if<Failure>(&stub.reply))
      return tl::unexpected<Failure>(*failure);
    const auto answered = answer(std::get<StubResponse>(stub.reply), sink);
    if (answered) return {};
    return tl::unexpected<Failure>({adapters::http::Stage::stopped, answered.error()});
  }

 private:
  struct Stub {
    Method method;
    std::string url;
    std::variant<StubResponse, Failure> reply;
  };

  Expected<void> answer(const StubResponse& response, adapters::http::ResponseSink& sink) const {
    const auto wanted = sink.head({response.status, response.headers});
    if (!wanted) return fail(wanted.error());
    if (*wanted == adapters::http::Wanted::nothing) return {};
    for (std::size_t at = 0; at < response.body.size(); at += chunk)
      if (auto taken = sink.body(std::string_view(response.body).substr(at, chunk)); !taken)
        return taken;
    return {};
  }

  std::vector<Stub> expected_;
  std::size_t next_ = 0;
};

}  // namespace shiptag::fakes
