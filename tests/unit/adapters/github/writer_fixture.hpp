#pragma once
#include <string>
#include <string_view>
#include <utility>

#include "adapters/git_wire/http_tag_store.hpp"
#include "adapters/github/tag_writer.hpp"
#include "fakes/fake_clock.hpp"
#include "fakes/stub_http.hpp"
#include "unit/adapters/git_wire/replies.hpp"

namespace shiptag::tests {

/// GitHub as both halves of it are asked: the git server that a store pushes to, and the API.
struct WriterFixture {
  struct NoLog final : ports::Log {
    void debug(std::string_view /*line*/) override {}
  };
  using Method = adapters::http::Method;
  using Stage = adapters::http::Stage;

  static constexpr std::string_view remote = "https://github.com/octo/app.git";
  static constexpr std::string_view api_url = "https://api.github.com";
  static constexpr std::string_view token = "not-a-real-token";

  fakes::StubHttp http = {};
  fakes::FakeClock clock = {};
  NoLog log = {};
  adapters::github::Api api{{http, clock, log},
                            {.api_url = std::string(api_url),
                             .graphql_url = "https://api.github.com/graphql",
                             .repository = "octo/app",
                             .token = std::string(token)}};
  adapters::github::TagWriter writer{api};
  adapters::git_wire::HttpTagStore store{
      {http, clock, log},
      {adapters::git_wire::RemoteUrl::parse(remote, token).value(), std::string(token)},
      &writer};

  /// A push that is refused for `reason`, with `words` to people.
  void push_refused(const std::string& reason, const std::string& words = {}) {
    const std::string report =
        pkt("unpack ok\n") + pkt("ng refs/tags/v1 " + reason + "\n") + "0000";
    http.on(Method::post, std::string(remote) + "/git-receive-pack",
            {.headers = {{"content-type", "application/x-git-receive-pack-result"}},
             .body = (words.empty() ? "" : banded(2, words)) + banded(1, report) + "0000"});
  }

  /// A listing of `refs`, lines of `<id> <name>`.
  void list(const std::vector<std::string>& refs, int status = 200) {
    std::string body;
    for (const std::string& ref : refs) body += pkt(ref + "\n");
    http.on(Method::post, std::string(remote) + "/git-upload-pack",
            {.status = status,
             .headers = {{"content-type", "application/x-git-upload-pack-result"}},
             .body = body + "0000"});
  }

  void make_tag(std::string body, int status = 201) {
    http.on(Method::post, std::string(api_url) + "/repos/octo/app/git/tags",
            {.status = status, .body = std::move(body)});
  }
  void graphql(std::string body, int status = 200) {
    http.on(Method::post, std::string(api_url) + "/graphql",
            {.status = status, .body = std::move(body)});
  }
  void graphql_lost() {
    http.break_on(Method::post, std::string(api_url) + "/graphql",
                  {Stage::unknown, {ReasonCode::unavailable, "broken"}});
  }
  void repository() { graphql(R"({"data":{"repository":{"id":"R_1"}}})"); }
  /// The whole of a write but its end.
  void until_refs() {
    repository();
    make_tag(R"({"sha":")" + id_3 + R"("})");
  }
  void rulesets(std::string body, int status = 200) {
    http.on(Method::get,
            std::string(api_url) + "/repos/octo/app/rulesets?includes_parents=true&targets=tag",
            {.status = status, .body = std::move(body)});
  }
  void ruleset(const std::string& id, std::string body, int status = 200) {
    http.on(Method::get, std::string(api_url) + "/repos/octo/app/rulesets/" + id,
            {.status = status, .body = std::move(body)});
  }
};

}  // namespace shiptag::tests
