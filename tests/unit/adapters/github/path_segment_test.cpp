#include "adapters/github/account.hpp"

#include <doctest/doctest.h>

#include <ostream>

using namespace shiptag::adapters::github;

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
