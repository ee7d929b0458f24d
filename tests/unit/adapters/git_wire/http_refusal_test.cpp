#include <doctest/doctest.h>

#include <ostream>
#include <string>

#include "adapters/git_wire/refusal.hpp"

using namespace shiptag;
using namespace shiptag::adapters::git_wire;
using enum ReasonCode;

TEST_SUITE_BEGIN("adapters/git_wire/http_refusal");

TEST_CASE("an HTTP status: whose fault it is, and the fix") {
  struct Row {
    std::string_view name;
    int status;
    Token token;
    std::string_view body;
    ReasonCode code;
    std::string_view hint;  ///< A part of it.
  };
  constexpr Row rows[] = {
      {"wrong token", 401, Token::given, "Invalid username or token.", permission, "expired"},
      {"private, or throttled", 401, Token::none, "Repository not found.", permission,
       "limits anonymous reads"},
      {"contents: read", 403, Token::given, "Permission to O/R.git denied to github-actions[bot].",
       permission, "contents: write"},
      {"fine-grained token", 403, Token::given, "Write access to repository not granted.",
       permission, "Contents: Read and write"},
      {"archived on GitHub", 403, Token::given, "This repository was archived so it is read-only.",
       permission, "unarchive"},
      {"archived on Gitea", 403, Token::given, "This repo is archived. You can view files",
       permission, "unarchive"},
      {"unknown to Gitea", 403, Token::given, "Push to create is not enabled for users.",
       permission, "`remote`"},
      {"unknown, or not for this token", 404, Token::given, "Repository not found.", permission,
       "token has access"},
      {"unknown, or private", 404, Token::none, "", permission, "requires a `token`"},
      {"time-out", 408, Token::given, "", unavailable, "try again"},
      {"too many", 429, Token::given, "", unavailable, "later"},
      {"too many without a token", 429, Token::none, "", unavailable, "set `token`"},
      {"server error", 500, Token::given, "", unavailable, "later"},
      {"gateway", 503, Token::given, "", unavailable, "later"},
      {"anything else", 418, Token::given, "", protocol, "`remote`"},
      {"not a git server", 200, Token::given, "", protocol, "git clone"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    const Error error = refused_by_status({.remote = "https://git.example/o/r.git",
                                           .token = row.token,
                                           .status = row.status,
                                           .content_type = "text/plain",
                                           .body = std::string(row.body)});
    CHECK(error.code == row.code);
    CHECK(error.message.find("https://git.example/o/r.git") != std::string::npos);
    CHECK(error.hint.find(row.hint) != std::string::npos);
    CHECK(error.detail == row.body);
  }
}

TEST_CASE("a page for browsers is not repeated, other words are sanitized") {
  HttpRefusal refusal{.remote = "https://git.example/o/r.git", .status = 403};
  refusal.content_type = "text/html";
  refusal.body = "<html>archived</html>";
  CHECK(refused_by_status(refusal).detail.empty());
  CHECK(refused_by_status(refusal).hint.find("unarchive") != std::string::npos);
  refusal.content_type = "text/plain";
  refusal.body = "no\x1b[31m\r\n\r\n";
  CHECK(refused_by_status(refusal).detail == "no?[31m");
}

TEST_SUITE_END();
