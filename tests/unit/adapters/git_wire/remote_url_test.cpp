#include "adapters/git_wire/remote_url.hpp"

#include <doctest/doctest.h>

#include <ostream>
#include <string>

using namespace shiptag;
using namespace shiptag::adapters::git_wire;

TEST_SUITE_BEGIN("adapters/git_wire/remote_url");

namespace {

constexpr std::string_view write_token = "not-a-real-token";

}  // namespace

TEST_CASE("addresses that are taken, with .git behind them") {
  struct Row {
    std::string_view text, token, url;
  };
  constexpr Row rows[] = {
      {"https://github.com/o/r", write_token, "https://github.com/o/r.git"},
      {"https://github.com/o/r.git", write_token, "https://github.com/o/r.git"},
      {"https://github.com/o/r/", write_token, "https://github.com/o/r.git"},
      {"https://git.example:8443/a/b/c.d", "", "https://git.example:8443/a/b/c.d.git"},
      {"https://git.example/o/r%20s", "", "https://git.example/o/r%20s.git"},
      {"https://[::1]:8443/r", write_token, "https://[::1]:8443/r.git"},
      {"http://127.0.0.1:8080/o/r", write_token, "http://127.0.0.1:8080/o/r.git"},
      {"http://localhost/o/r", write_token, "http://localhost/o/r.git"},
      {"http://git.example/o/r", "", "http://git.example/o/r.git"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    const auto url = RemoteUrl::parse(row.text, row.token);
    REQUIRE(url.has_value());
    CHECK(url->str() == row.url);
  }
}

TEST_CASE("addresses that are refused, with the rule and the fix") {
  struct Row {
    std::string_view text, rule, hint;  ///< Parts of the message and of the hint.
  };
  constexpr Row rows[] = {
      {"git@github.com:o/r.git", "SSH", "https://github.com/o/r.git"},
      {"github.com:o/r.git", "SSH", "https://github.com/o/r.git"},
      {"ssh://git@github.com/o/r.git", "SSH", "https://github.com/o/r.git"},
      {"ssh://git@git.example:22/o/r.git", "SSH", "https://git.example/o/r.git"},
      {"http://git.example/o/r", "unencrypted", "https://"},
      {"http://127.0.0.1.example/o/r", "unencrypted", "https://"},
      {"https://user:pass@github.com/o/r", "user name or password", "`token`"},
      {"https://user@github.com/o/r", "user name or password", "`token`"},
      {"git://github.com/o/r", "https://", "https://github.com"},
      {"ftp://github.com/o/r", "https://", ""},
      {"github.com/o/r", "https://", ""},
      {"", "https://", ""},
      {"https://", "host", ""},
      {"https:///o/r", "host", ""},
      {"https://:443/o/r", "host", ""},
      {"https://github.com", "repository", ""},
      {"https://github.com/", "repository", ""},
      {"https://github.com/o/../r", "'..'", "remove"},
      {"https://github.com/./r", "'.'", "remove"},
      {"https://github.com/o//r", "''", "remove"},
      {"https://github.com/o/r?x=1", "character", "%XX"},
      {"https://github.com/o/r#x", "character", "%XX"},
      {"https://github.com/o/r s", "character", "%XX"},
      {"https://github.com\\o/r", "character", "%XX"},
      {"https://github.com/o/r\n", "character", "%XX"},
      {"https://gith\xc3\xbc"
       "b.example/o/r",
       "character", "xn--"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    const auto url = RemoteUrl::parse(row.text, write_token);
    REQUIRE_FALSE(url.has_value());
    CHECK(url.error().code == ReasonCode::invalid_input);
    CHECK(url.error().message.find(row.rule) != std::string::npos);
    CHECK(url.error().hint.find(row.hint) != std::string::npos);
  }
  CHECK_FALSE(RemoteUrl::parse("https://h/" + std::string(2100, 'r'), write_token).has_value());
}

TEST_CASE("a password is never repeated") {
  for (const std::string_view text :
       {"https://user:secret@github.com/o/r", "ssh://user:secret@github.com/o/r",
        "https://user:secret@@github.com/o/r", "ftp://user:secret@github.com/o/r",
        "ssh://user:se@cret@github.com/o/r", "user:secret@github.com:o/r",
        "https://user:se/cret@github.com/o/r s", "https://user:secret@github.com/o/r s"}) {
    CAPTURE(text);
    const auto url = RemoteUrl::parse(text, write_token);
    REQUIRE_FALSE(url.has_value());
    for (const std::string_view part : {"secret", "cret"}) {
      CHECK(url.error().message.find(part) == std::string::npos);
      CHECK(url.error().hint.find(part) == std::string::npos);
    }
  }
  CHECK(redacted("https://user:secret@github.com/o/r") == "https://***@github.com/o/r");
  CHECK(redacted("https://github.com/o/r") == "https://github.com/o/r");
}

TEST_SUITE_END();
