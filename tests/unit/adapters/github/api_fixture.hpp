#pragma once
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "adapters/github/api.hpp"
#include "fakes/fake_clock.hpp"
#include "fakes/stub_http.hpp"

namespace shiptag::tests {

/// The API over scripted HTTP, on a clock that stands still. `rest` and `post` take paths behind
/// the API's address.
struct ApiFixture {
  struct KeptLog final : ports::Log {
    std::string text = {};
    void debug(std::string_view line) override { text.append(line).append("\n"); }
  };
  using Failure = adapters::http::Failure;
  using Method = adapters::http::Method;
  using Stage = adapters::http::Stage;

  static constexpr std::string_view api_url = "https://api.example";
  static constexpr std::string_view graphql_url = "https://api.example/graphql";

  static adapters::github::Account account() {
    return {.api_url = std::string(api_url),
            .graphql_url = std::string(graphql_url),
            .server_url = "https://github.example",
            .repository = "octo/app",
            .run_repository = "octo/ci",
            .token = "not-a-real-token"};
  }

  fakes::StubHttp http = {};
  fakes::FakeClock clock = {};
  KeptLog log = {};
  adapters::github::Api api{{http, clock, log}, account()};

  static std::string at(std::string_view path) { return std::string(api_url).append(path); }

  static fakes::StubResponse answer(int status, std::string body = "{}",
                                    std::map<std::string, std::string> headers = {}) {
    return {.status = status, .headers = std::move(headers), .body = std::move(body)};
  }
  /// GitHub's way of saying no.
  static fakes::StubResponse refusal(int status, std::string_view message,
                                     std::map<std::string, std::string> headers = {}) {
    return answer(status, R"({"message":")" + std::string(message) + R"("})", std::move(headers));
  }
  static Failure failure(Stage stage) {
    const bool by_signal = stage == Stage::interrupted;
    return {stage, {by_signal ? ReasonCode::interrupted : ReasonCode::unavailable, "broken"}};
  }

  void rest(std::string_view path, fakes::StubResponse response) {
    http.on(Method::get, at(path), std::move(response));
  }
  void post(std::string_view path, fakes::StubResponse response) {
    http.on(Method::post, at(path), std::move(response));
  }
  void graphql(fakes::StubResponse response) { post("/graphql", std::move(response)); }
  void graphql(std::string body) { graphql(answer(200, std::move(body))); }

  [[nodiscard]] std::string body_of(std::size_t request) const {
    return http.sent.at(request).body;
  }
};

/// The value of a header that was sent; empty if it was not.
inline std::string_view header(const adapters::http::Request& request, std::string_view name) {
  for (const auto& [key, value] : request.headers)
    if (key == name) return value;
  return {};
}

}  // namespace shiptag::tests
