#include "adapters/http/url.hpp"

#include <doctest/doctest.h>

#include <ostream>

using namespace shiptag;
using namespace shiptag::adapters::http;

TEST_SUITE_BEGIN("adapters/http/url");

TEST_CASE("origin_of gives scheme, host and port") {
  struct Row {
    std::string_view url, origin;
  };
  constexpr Row rows[] = {
      {"https://git.example/o/r.git", "https://git.example"},
      {"HTTPS://Git.Example:443/o", "https://git.example"},
      {"http://git.example:80", "http://git.example"},
      {"https://git.example:8443/o", "https://git.example:8443"},
      {"https://git.example:80/o", "https://git.example:80"},
      {"https://git.example./o", "https://git.example."},
      {"https://git.example?x=/@y", "https://git.example"},
      {"https://git.example#@y", "https://git.example"},
      {"https://[::1]:8080/o", "https://[::1]:8080"},
      {"https://xn--bcher-kva.example/o", "https://xn--bcher-kva.example"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.url);
    CHECK(origin_of(row.url) == row.origin);
    CHECK(parse_url(row.url) != nullptr);
  }
}

TEST_CASE("an address that can be read in two ways, or is none, is not taken") {
  using namespace std::string_view_literals;
  constexpr std::string_view rows[] = {"",
                                       "git.example/o",
                                       "//git.example/o",
                                       "https:",
                                       "https://",
                                       "https:///o",
                                       "https:/git.example",
                                       "https:git.example/o",
                                       "https:\\\\git.example/o",
                                       "ftp://git.example/o",
                                       "file:///o",
                                       "https://user:not-a-real-token@git.example/o",
                                       "https://user@git.example/o",
                                       "https://@git.example/o",
                                       "https://a@b@git.example/o",
                                       "https://git.example\\@evil.example/o",
                                       "https://git.example\\.evil.example/o",
                                       "https://git.example%40evil.example/o",
                                       "https://git.example%2f.evil.example/o",
                                       "https://%67it.example/o",
                                       "https://git.example\t/o",
                                       " https://git.example/o",
                                       "https://git.example/o ",
                                       "https://git.example/\r\no",
                                       "https://git.example/\0o"sv,
                                       "https://git.example/<o>",
                                       "https://git.example/{o}",
                                       "https://git.exam\u00adple/o",
                                       "https://bücher.example/o",
                                       "https://git.example:/o",
                                       "https://git.example:0443/o",
                                       "https://git.example:443:80/o",
                                       "https://git.example:99999/o",
                                       "https://git.example:-1/o",
                                       "https://:443/o",
                                       "https://0x7f.1/o",
                                       "https://127.1/o",
                                       "https://2130706433/o",
                                       "https://0177.0.0.1/o",
                                       "https://[::1/o",
                                       "https://[::1%25eth0]/o",
                                       "https://[0:0:0:0:0:0:0:1]extra/o",
                                       "https://git example/o"};
  for (const std::string_view url : rows) {
    CAPTURE(url);
    CHECK(parse_url(url) == nullptr);
    CHECK(origin_of(url).empty());
    CHECK(path_of(url).empty());
    CHECK_FALSE(is_loopback(url));
  }
}

TEST_CASE("path_of leaves the encoding as it is, and the query out") {
  CHECK(path_of("https://git.example/o/r%20s.git?x#y") == "/o/r%20s.git");
  CHECK(path_of("https://git.example") == "/");
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
      {"//git.example/x", "https://git.example/x"},
      {"y", "https://git.example/o/r.git/y"},
      {"../../x/../y", "https://git.example/y"},
      {"?page=2", "https://git.example/o/r.git/git-upload-pack?page=2"},
      {"/x#y", "https://git.example/x"},
      {"/x/@evil.example", "https://git.example/x/@evil.example"},
      {"/x?https://evil.example", "https://git.example/x?https://evil.example"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.location);
    const auto target =
        redirect_target("https://git.example/o/r.git/git-upload-pack", row.location);
    REQUIRE_MESSAGE(target.has_value(), target.error().message);
    CHECK(*target == row.target);
  }
}

TEST_CASE("redirect_target lets no credentials leave the origin") {
  struct Row {
    std::string_view location;
    ReasonCode code;
  };
  using enum ReasonCode;
  constexpr Row rows[] = {
      {"https://evil.example/x", invalid_input},
      {"//evil.example/x", invalid_input},
      {"http://git.example/x", invalid_input},
      {"https://git.example:8443/x", invalid_input},
      {"https://git.example./x", invalid_input},
      {"https://git.example.evil.example/x", invalid_input},
      {"https://git.example@evil.example/x", protocol},
      {"https://git.example\\@evil.example/x", protocol},
      {"//git.example\\@evil.example/x", protocol},
      {"https:\\\\evil.example/x", protocol},
      {"\\\\evil.example/x", protocol},
      {"/\\evil.example/x", protocol},
      {"https:/evil.example/x", protocol},
      {"https:evil.example/x", protocol},
      {"https:///evil.example/x", protocol},
      {"ftp://git.example/x", protocol},
      {"evil.example:443/x", protocol},
      {"", protocol},
      {"/a b", protocol},
      {"/a\r\nb", protocol},
      {"/a\x7f", protocol},
  };
  for (const Row& row : rows) {
    CAPTURE(row.location);
    const auto target = redirect_target("https://git.example/o/r.git/x", row.location);
    REQUIRE_FALSE(target.has_value());
    CHECK(target.error().code == row.code);
  }
}

TEST_SUITE_END();
