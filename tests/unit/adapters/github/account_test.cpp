#include "adapters/github/account.hpp"

#include <doctest/doctest.h>

#include <ostream>

#include "containing.hpp"

using namespace shiptag;
using namespace shiptag::adapters::github;
using namespace std::chrono_literals;

TEST_SUITE_BEGIN("adapters/github/account");

namespace {

constexpr std::string_view token = "not-a-real-token";

domain::RunContext at(std::string server, std::string api = {}, std::string graphql = {}) {
  domain::RunContext run;
  run.server_url = std::move(server);
  run.api_url = std::move(api);
  run.graphql_url = std::move(graphql);
  return run;
}

}  // namespace

TEST_CASE("the API is the one the runner names, else the one GitHub has for the server") {
  struct Row {
    std::string_view name, remote;
    domain::RunContext run;
    std::string_view api_url, graphql_url;
  };
  const Row rows[] = {
      {"a terminal", "https://github.com/o/r.git", at(""), "https://api.github.com",
       "https://api.github.com/graphql"},
      {"github.com's runner", "https://github.com/o/r",
       at("https://github.com", "https://api.github.com", "https://api.github.com/graphql"),
       "https://api.github.com", "https://api.github.com/graphql"},
      {"Enterprise Server", "https://git.corp.example/o/r.git",
       at("https://git.corp.example", "https://git.corp.example/api/v3",
          "https://git.corp.example/api/graphql"),
       "https://git.corp.example/api/v3", "https://git.corp.example/api/graphql"},
      {"an API on another host", "https://o.ghe.com/o/r.git",
       at("https://o.ghe.com", "https://api.o.ghe.com/", "https://api.o.ghe.com/graphql"),
       "https://api.o.ghe.com", "https://api.o.ghe.com/graphql"},
      {"a test server on this machine", "http://127.0.0.1:8080/o/r.git",
       at("http://127.0.0.1:8080", "http://localhost:9/v3", "http://localhost:9/graphql"),
       "http://localhost:9/v3", "http://localhost:9/graphql"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    const auto account = account_for(row.remote, token, row.run, 60s);
    REQUIRE(account.has_value());
    REQUIRE(account->has_value());
    CHECK((*account)->api_url == row.api_url);
    CHECK((*account)->graphql_url == row.graphql_url);
    CHECK((*account)->repository == "o/r");
    CHECK((*account)->token == token);
  }
}

TEST_CASE("the repository of the run may be another one than that of the tags") {
  domain::RunContext run = at("https://github.com");
  const auto alone = account_for("https://github.com/o/r", token, run, 1s);
  CHECK(alone.value().value().run_repository == "o/r");
  run.repository = "o/ci";
  const auto account = account_for("https://github.com/o/r", token, run, 1s);
  CHECK(account.value().value().run_repository == "o/ci");
  CHECK(account.value().value().server_url == "https://github.com");
  CHECK(account.value().value().time_limit == 500ms);  // The other half is for git.
}

TEST_CASE("what is not on the run's server, or no repository, has no account") {
  for (const std::string_view remote :
       {"https://gitlab.example/o/r.git", "http://github.com/o/r.git",
        "https://github.com:8443/o/r", "https://github.com.evil.example/o/r",
        "https://github.com/o", "https://github.com/o/r/x", "https://github.com",
        "https://github.com/../r", "https://github.com/o/.git", "https://github.com/o/r%2Fx",
        "https://github.com/o//r", "/srv/git/r.git", "file:///srv/git/r.git",
        "git@github.com:o/r.git", "", "://", "https://"}) {
    CAPTURE(remote);
    const auto account = account_for(remote, token, at(""), 60s);
    REQUIRE(account.has_value());
    CHECK_FALSE(account->has_value());
  }
}

TEST_CASE("a slash behind, capitals in the host and its usual port are the same server") {
  for (const std::string_view remote : {"https://GitHub.com/o/r/", "https://github.com:443/o/r.git",
                                        "https://github.com/o/r.git/"}) {
    CAPTURE(remote);
    const auto account = account_for(remote, token, at("https://github.com"), 60s);
    CHECK(account.value().value().repository == "o/r");
  }
}

TEST_CASE("a server whose runner does not name both of GitHub's APIs is no GitHub") {
  const std::string server = "https://git.example.com";
  for (const auto& run :
       {at(server), at(server, server + "/api/v1"), at(server, "", server + "/g")}) {
    const auto account = account_for(server + "/o/r.git", token, run, 60s);
    REQUIRE(account.has_value());
    CHECK_FALSE(account->has_value());
  }
}

TEST_CASE("without a token nothing is asked of the API") {
  const auto account = account_for("https://github.com/o/r", "", at(""), 60s);
  REQUIRE(account.has_value());
  CHECK_FALSE(account->has_value());
}

TEST_CASE("a token is not sent to an API unencrypted") {
  struct Row {
    std::string_view variable;
    domain::RunContext run;
  };
  const Row rows[] = {
      {"GITHUB_API_URL", at("https://github.com", "http://api.github.com")},
      {"GITHUB_GRAPHQL_URL", at("https://github.com", "", "http://api.github.com/graphql")},
      {"GITHUB_API_URL", at("https://github.com", "ftp://api.github.com")},
  };
  for (const Row& row : rows) {
    const auto account = account_for("https://github.com/o/r", token, row.run, 60s);
    REQUIRE_FALSE(account.has_value());
    CHECK(account.error().code == ReasonCode::invalid_input);
    CHECK(account.error().message == tests::Containing(row.variable));
  }
  const auto server = account_for("http://git.corp.example/o/r", token,
                                  at("http://git.corp.example", "http://git.corp.example/api/v3",
                                     "http://git.corp.example/api/graphql"),
                                  60s);
  REQUIRE_FALSE(server.has_value());
  CHECK(server.error().code == ReasonCode::invalid_input);
}

TEST_SUITE_END();

TEST_SUITE_BEGIN("adapters/github/path_segment");

TEST_CASE("a name is one segment of a path, whatever is in it") {
  struct Row {
    std::string_view text, segment;
  };
  for (const Row& row :
       {Row{"deploy.yml", "deploy.yml"}, Row{"deploy-api/prod", "deploy-api%2Fprod"},
        Row{"a b?c#d%e", "a%20b%3Fc%23d%25e"}, Row{"..", "%2E%2E"}, Row{".", "%2E"},
        Row{"é\n", "%C3%A9%0A"}, Row{"github-actions[bot]", "github-actions%5Bbot%5D"},
        Row{"", ""}}) {
    CAPTURE(row.text);
    CHECK(path_segment(row.text) == row.segment);
  }
}

TEST_CASE("a run's id is a decimal number") {
  CHECK(is_run_id("1"));
  CHECK(is_run_id("18446744073709551615"));
  for (const std::string_view bad : {"", "1/2", "-1", "1 ", "0x1", "123456789012345678901"}) {
    CAPTURE(bad);
    CHECK_FALSE(is_run_id(bad));
  }
}

TEST_SUITE_END();
