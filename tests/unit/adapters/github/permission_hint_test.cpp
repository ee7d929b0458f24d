#include "adapters/github/api_error.hpp"

#include <doctest/doctest.h>

#include <ostream>

#include "containing.hpp"

using namespace shiptag::adapters::github;
using shiptag::tests::Containing;

TEST_SUITE_BEGIN("adapters/github/permission_hint");

TEST_CASE("the header is read as a workflow's YAML names permissions") {
  struct Row {
    std::string_view header;
    std::vector<std::string> permissions;
  };
  const Row rows[] = {
      {"deployments=write", {"deployments: write"}},
      {"pull_requests=read,contents=write", {"pull-requests: read", "contents: write"}},
      {"contents=write, actions=read", {"contents: write", "actions: read"}},
      {"actions=write; contents=read", {"actions: write"}},
      {"administration=admin", {"administration: admin"}},
      {"", {}},
      {"deployments", {}},
      {"=write", {}},
      {"deployments=all", {}},
      {"deploy ments=write", {}},
      {"x}\n=write", {}},
      {"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa=write", {}},
  };
  for (const Row& row : rows) {
    CAPTURE(row.header);
    CHECK(accepted_permissions(row.header) == row.permissions);
  }
}

TEST_CASE("the hint names what is missing, and gives lines that have all that shiptag needs") {
  struct Row {
    std::vector<std::string> missing;
    std::string_view lacks, lines;
    bool can_do_without;
  };
  const Row rows[] = {
      {{"contents: write"},
       "`contents: write`",
       "{ contents: write, deployments: write, actions: read }",
       false},
      {{"deployments: read"},
       "`deployments: read`",
       "{ contents: write, deployments: write, actions: read }",
       true},
      {{"actions: write"},
       "`actions: write`",
       "{ contents: write, deployments: write, actions: write }",
       false},
      {{"actions: read", "checks: read"},
       "`actions: read, checks: read`",
       "{ contents: write, deployments: write, actions: read, checks: read }",
       false},
  };
  for (const Row& row : rows) {
    CAPTURE(row.lacks);
    const std::string hint = permission_hint(row.missing);
    CHECK(hint == Containing("give the token " + std::string(row.lacks)));
    CHECK(hint == Containing("add `permissions: " + std::string(row.lines) + "` to the job"));
    CHECK((hint == Containing("github_deployment: off")) == row.can_do_without);
  }
}

TEST_SUITE_END();
