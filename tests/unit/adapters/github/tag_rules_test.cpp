#include "adapters/github/tag_writer.hpp"

#include <doctest/doctest.h>

#include <ostream>
#include <string>
#include <vector>

#include "unit/adapters/github/writer_fixture.hpp"

using namespace shiptag;
using namespace shiptag::tests;
using enum ReasonCode;

TEST_SUITE_BEGIN("adapters/github/tag_rules");

namespace {

using Lines = std::vector<std::string>;

/// A ruleset as a listing shows it.
std::string listed(const std::string& id, const std::string& enforcement = "active") {
  return R"({"id":)" + id + R"(,"name":"rules )" + id + R"(","target":"tag","enforcement":")" +
         enforcement + R"(","_links":{"html":{"href":"https://github.com/octo/app/rules/)" + id +
         R"("}}})";
}

Expected<Lines> with_bypass(const std::string& ruleset, int status = 200) {
  WriterFixture github;
  github.rulesets("[" + listed("7") + "]");
  github.ruleset("7", ruleset, status);
  return github.writer.tag_rules();
}

std::string named(std::string_view told) {
  return "- 'rules 7': " + std::string(told) + ", see https://github.com/octo/app/rules/7";
}

constexpr std::string_view untold = "only an administrator can see who may bypass it";

}  // namespace

TEST_CASE("a ruleset is named with its page and who may bypass it, as far as GitHub tells") {
  struct Row {
    std::string_view name, actors, told;
  };
  const Row rows[] = {
      {"roles",
       R"([{"actor_type":"RepositoryRole","actor_id":2},{"actor_type":"RepositoryRole","actor_id":4},
           {"actor_type":"RepositoryRole","actor_id":5},{"actor_type":"RepositoryRole","actor_id":9}])",
       "may be bypassed by the maintain role, the write role, the admin role, role 9"},
      {"others",
       R"([{"actor_type":"OrganizationAdmin","actor_id":null},{"actor_type":"DeployKey"},
           {"actor_type":"Integration","actor_id":1},{"actor_type":"Team","actor_id":2},
           {"actor_type":"User","actor_id":3}])",
       "may be bypassed by the organization's owners, deploy keys, GitHub App 1, team 2, user 3"},
      {"new kinds", R"([{"actor_type":"Moon\u001b[31m"},{}])",
       "may be bypassed by Moon?[31m, someone"},
      {"nobody", "[]", "nobody may bypass it"},
      {"untold", "null", untold},
      {"a wrong type", "3", untold},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    const auto rules = with_bypass(R"({"bypass_actors":)" + std::string(row.actors) + "}");
    REQUIRE(rules.has_value());
    CHECK(*rules == Lines{named(row.told)});
  }
  for (const int status : {401, 403, 404}) {
    CAPTURE(status);
    const auto rules = with_bypass(R"({"message":"no"})", status);
    REQUIRE(rules.has_value());
    CHECK(*rules == Lines{named(untold)});
  }
}

TEST_CASE("only what is active and about tags is named, and no more than ten") {
  WriterFixture github;
  github.rulesets("[" + listed("1", "evaluate") + "," + listed("2", "disabled") +
                  R"(,{"id":3,"name":"b","target":"branch","enforcement":"active"}])");
  CHECK(github.writer.tag_rules().value().empty());

  WriterFixture many;
  std::string list = "[" + listed("1");
  for (int id = 2; id <= 12; ++id) list += "," + listed(std::to_string(id));
  many.rulesets(list + "]");
  for (int id = 1; id <= 10; ++id) many.ruleset(std::to_string(id), "{}");
  CHECK(many.writer.tag_rules().value().size() == 10);
}

TEST_CASE("a page that is no web address is left out, and names are sanitized") {
  WriterFixture github;
  github.rulesets(R"([{"id":1,"name":"a\u001b[31m","enforcement":"active",
                       "_links":{"html":{"href":"javascript:x"}}},
                      {"id":2,"name":"b","enforcement":"active","_links":{"html":null}}])");
  github.ruleset("1", "{}");
  github.ruleset("2", "{}");
  const std::string words(untold);
  CHECK(github.writer.tag_rules().value() == Lines{"- 'a?[31m': " + words, "- 'b': " + words});
}

TEST_CASE("a listing that cannot be had is an error, not an absence of rules") {
  struct Row {
    std::string_view name;
    int status;
    std::string_view body;
    ReasonCode code;
  };
  const Row rows[] = {
      {"no right", 403, R"({"message":"no"})", permission},
      {"a GitHub without rulesets", 404, R"({"message":"Not Found"})", permission},
      {"no JSON", 200, "<html>", protocol},
      {"no array", 200, "{}", protocol},
      {"no objects", 200, "[1]", protocol},
      {"no enforcement", 200, "[{}]", protocol},
      {"no id", 200, R"([{"enforcement":"active","name":"a"}])", protocol},
      {"no name", 200, R"([{"enforcement":"active","id":1}])", protocol},
      {"a target of another type", 200, R"([{"enforcement":"active","target":1}])", protocol},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    WriterFixture github;
    github.rulesets(std::string(row.body), row.status);
    const auto rules = github.writer.tag_rules();
    REQUIRE_FALSE(rules.has_value());
    CHECK(rules.error().code == row.code);
  }
}

TEST_CASE("a push that a ruleset refuses names the rules there are") {
  const std::string words =
      "GH013: Repository rule violations found for refs/tags/v1.\n"
      "- Cannot create ref due to creations being restricted.\n";
  const std::vector<ports::TagUpdate> updates = {{"v1", object(id_2), ports::Deletion{}}};
  WriterFixture github;
  github.push_refused("push declined due to repository rule violations", words);
  github.rulesets("[" + listed("7") + "]");
  github.ruleset("7", R"({"bypass_actors":[]})");
  const auto refused = github.store.update(updates);
  REQUIRE_FALSE(refused.has_value());
  CHECK(refused.error().code == rejected_by_server);
  CHECK(refused.error().detail == words + "Active tag rulesets:\n" + named("nobody may bypass it"));
}

TEST_SUITE_END();
