#include "adapters/http/origin.hpp"

#include <doctest/doctest.h>

#include <ostream>

using namespace shiptag;
using namespace shiptag::adapters::http;

TEST_SUITE_BEGIN("adapters/http/origin");

TEST_CASE("origin_of gives scheme, host and port, and never a password") {
  struct Row {
    std::string_view url, origin;
  };
  constexpr Row rows[] = {
      {"https://git.example/o/r.git", "https://git.example"},
      {"HTTPS://Git.Example:443/o", "https://git.example"},
      {"http://git.example:80", "http://git.example"},
      {"https://git.example:8443/o", "https://git.example:8443"},
      {"https://user:not-a-real-token@git.example/o", "https://git.example"},
      {"https://a@b@git.example/o", "https://git.example"},
      {"https://git.example?x=/@y", "https://git.example"},
      {"https://[::1]:8080/o", "https://[::1]:8080"},
      {"git.example/o", ""},
      {"", ""},
  };
  for (const Row& row : rows) {
    CAPTURE(row.url);
    CHECK(origin_of(row.url) == row.origin);
  }
}

TEST_CASE("is_loopback knows this machine, and no name that looks like it") {
  for (const auto url : {"http://localhost:8080/r", "http://127.0.0.1/r", "http://127.9.9.9:1/r",
                         "https://[::1]/r", "http://LOCALHOST/r"}) {
    CAPTURE(url);
    CHECK(is_loopback(url));
  }
  for (const auto url : {"http://localhost.example/r", "http://127.0.0.1.example/r",
                         "http://127.example/r", "http://example/127.0.0.1", "http://10.0.0.1/r",
                         "http://localhost@evil.example/r", "http://127.1/r", ""}) {
    CAPTURE(url);
    CHECK_FALSE(is_loopback(url));
  }
}

TEST_CASE("redirect_target follows within the same origin") {
  struct Row {
    std::string_view location, target;
  };
  constexpr Row rows[] = {
      {"/new/r.git/info/refs?service=git-upload-pack",
       "https://git.example/new/r.git/info/refs?service=git-upload-pack"},
      {"https://git.example/new/r.git/git-upload-pack",
       "https://git.example/new/r.git/git-upload-pack"},
      {"https://GIT.example:443/x", "https://git.example/x"},
      {"https://someone@git.example/x", "https://git.example/x"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.location);
    CHECK(redirect_target("https://git.example/o/r.git/git-upload-pack", row.location).value() ==
          row.target);
  }
}

TEST_CASE("redirect_target lets no credentials leave the origin") {
  for (const std::string_view location :
       {"https://evil.example/x", "//evil.example/x", "http://git.example/x",
        "https://git.example:8443/x", "https://git.example@evil.example/x",
        "https://git.example.evil.example/x", "r.git/info/refs", "ftp://git.example/x"}) {
    CAPTURE(location);
    const auto target = redirect_target("https://git.example/o/r.git/x", location);
    REQUIRE_FALSE(target.has_value());
    CHECK(target.error().code == ReasonCode::invalid_input);
  }
  for (const std::string_view location : {"", "/a b", "/a\r\nb", "/a\x7f"}) {
    CAPTURE(location);
    const auto target = redirect_target("https://git.example/o/r.git/x", location);
    REQUIRE_FALSE(target.has_value());
    CHECK(target.error().code == ReasonCode::protocol);
  }
}

TEST_SUITE_END();
