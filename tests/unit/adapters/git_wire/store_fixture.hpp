#pragma once
#include <string>
#include <string_view>
#include <utility>

#include "adapters/git_wire/http_tag_store.hpp"
#include "fakes/fake_clock.hpp"
#include "fakes/stub_http.hpp"
#include "unit/adapters/git_wire/replies.hpp"

namespace shiptag::tests {

/// A store over scripted HTTP, on a clock that stands still. Takes three scripted things: `post` to
/// upload-pack, `push` to receive-pack, `discover` either.
struct StoreFixture {
  struct NoLog final : ports::Log {
    void debug(std::string_view /*line*/) override {}
  };
  using Failure = adapters::http::Failure;
  using Method = adapters::http::Method;
  using Stage = adapters::http::Stage;

  static constexpr std::string_view url = "https://git.example/o/r.git";
  fakes::StubHttp http = {};
  fakes::FakeClock clock = {};
  NoLog log = {};
  KeptTags tags = {};
  adapters::git_wire::HttpTagStore store;

  explicit StoreFixture(const std::string& token = "not-a-real-token",
                        adapters::git_wire::PushFallback* fallback = nullptr)
      : store({http, clock, log},
              {adapters::git_wire::RemoteUrl::parse(url, token).value(), token,
               std::chrono::seconds(60)},
              fallback) {}

  static std::string at(std::string_view path) { return std::string(url).append(path); }

  static fakes::StubResponse reply(std::string_view type, std::string body) {
    return {.headers = {{"content-type", "application/x-git-" + std::string(type)}},
            .body = std::move(body)};
  }
  static fakes::StubResponse text(int status, std::string body = "words") {
    return {.status = status, .headers = {{"content-type", "text/plain"}}, .body = std::move(body)};
  }
  static Failure failure(Stage stage) {
    const bool by_signal = stage == Stage::interrupted;
    return {stage, {by_signal ? ReasonCode::interrupted : ReasonCode::unavailable, "broken"}};
  }

  void post(std::string body) {
    http.on(Method::post, at("/git-upload-pack"), reply("upload-pack-result", std::move(body)));
  }
  void post(fakes::StubResponse response) {
    http.on(Method::post, at("/git-upload-pack"), std::move(response));
  }
  void post(Stage stage) { http.break_on(Method::post, at("/git-upload-pack"), failure(stage)); }

  void push(std::string body) {
    http.on(Method::post, at("/git-receive-pack"), reply("receive-pack-result", std::move(body)));
  }
  void push(fakes::StubResponse response) {
    http.on(Method::post, at("/git-receive-pack"), std::move(response));
  }
  void push(Stage stage) { http.break_on(Method::post, at("/git-receive-pack"), failure(stage)); }

  void discover(const std::string& service, std::string body) {
    http.on(Method::get, at("/info/refs?service=git-" + service),
            reply(service + "-advertisement", std::move(body)));
  }
  void discover(const std::string& service, fakes::StubResponse response) {
    http.on(Method::get, at("/info/refs?service=git-" + service), std::move(response));
  }

  /// A listing in version 2.
  static std::string listing(const std::string& refs) {
    return refs.empty() ? "0000" : pkt(refs) + "0000";
  }
  /// An advertisement in version 0 of one ref.
  static std::string version_0(const std::string& ref,
                               const std::string& capabilities = "side-band-64k") {
    return pkt(ref + std::string(1, '\0') + capabilities) + "0000";
  }
  static std::string version_2(const std::string& capabilities = {}) {
    return pkt("version 2\n") + (capabilities.empty() ? "" : pkt(capabilities)) + "0000";
  }

  Expected<void> list() { return store.list({""}, tags); }
};

}  // namespace shiptag::tests
