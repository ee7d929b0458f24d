#include "adapters/git_local/open_repository.hpp"

#include <doctest/doctest.h>

#include <ostream>

using shiptag::ReasonCode;
using shiptag::adapters::git_local::is_local_remote;
using shiptag::adapters::git_local::path_of_remote;

TEST_CASE("paths and file URLs are of this machine") {
  for (const char* remote : {"/srv/git/app.git", "app.git", "./app", "../app", "a/b:c",
                             "file:///srv/git/app.git", "file://localhost/srv/app", "."}) {
    CAPTURE(std::string(remote));
    CHECK(is_local_remote(remote));
  }
}

TEST_CASE("URLs of other schemes and SSH's short form are not") {
  for (const char* remote :
       {"", "https://example.com/app.git", "http://127.0.0.1/app", "ssh://git@example.com/app",
        "git@example.com:org/app.git", "example.com:app", "ftp://example.com/app"}) {
    CAPTURE(std::string(remote));
    CHECK_FALSE(is_local_remote(remote));
  }
}

TEST_CASE("a remote's path is what git would open") {
  struct Row {
    std::string_view remote, path;
  };
  for (const Row& row :
       {Row{"/srv/app.git", "/srv/app.git"}, Row{"../app", "../app"}, Row{"a%20b", "a%20b"},
        Row{"file:///srv/app.git", "/srv/app.git"}, Row{"file://localhost/srv/app", "/srv/app"},
        Row{"file:///srv/my%20app", "/srv/my app"}, Row{"file:///100%25", "/100%"}}) {
    CAPTURE(std::string(row.remote));
    const auto path = path_of_remote(row.remote);
    REQUIRE(path);
    CHECK(*path == row.path);
  }
}

TEST_CASE("a remote that names no path is invalid input") {
  using namespace std::string_view_literals;
  for (const std::string_view remote :
       {""sv, "file://"sv, "file://example.com/app"sv, "file://host"sv, "file:///a%2"sv,
        "file:///a%zz"sv, "file:///a%00b"sv, "file:///a%0Ab"sv, "a\0b"sv, "a\nb"sv}) {
    CAPTURE(std::string(remote));
    const auto path = path_of_remote(remote);
    REQUIRE_FALSE(path);
    CHECK(path.error().code == ReasonCode::invalid_input);
  }
}
