#include "adapters/git_wire/refusal.hpp"

#include <doctest/doctest.h>

#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include "unit/adapters/git_wire/store_fixture.hpp"

using namespace shiptag;
using namespace shiptag::adapters::git_wire;
using namespace shiptag::tests;
using enum ReasonCode;

TEST_SUITE_BEGIN("adapters/git_wire/after_refusal");

namespace {

/// Answers as it was told to, and remembers what it was asked.
struct ScriptedFallback final : PushFallback {
  Expected<ports::Updated> written = fail(internal, "not to be asked");
  Expected<std::vector<std::string>> rules = fail(internal, "not to be asked");
  int asked_to_write = 0;
  int asked_for_rules = 0;

  Expected<ports::Updated> update(const std::vector<ports::TagUpdate>& /*updates*/,
                                  ports::TagStore& /*git*/) override {
    ++asked_to_write;
    return written;
  }
  Expected<std::vector<std::string>> tag_rules() override {
    ++asked_for_rules;
    return rules;
  }
};

const std::vector<ports::TagUpdate> updates = {{"v1", object(id_2), ports::Deletion{}}};

constexpr std::string_view app_words =
    "refusing to allow a GitHub App to create or update workflow `.github/workflows/x.yml` "
    "without `workflows` permission";
constexpr std::string_view oauth_words =
    "refusing to allow an OAuth App to create or update workflow `.github/workflows/x.yml` "
    "without `workflow` scope";
constexpr std::string_view by_rules = "push declined due to repository rule violations";

/// The reply to a push of `updates` that was refused with `reason`, and said `words` to people.
std::string refusal(std::string_view reason, std::string_view words = {}) {
  const std::string report =
      pkt("unpack ok\n") + pkt("ng refs/tags/v1 " + std::string(reason) + "\n") + "0000";
  return (words.empty() ? "" : banded(2, words)) + banded(1, report) + "0000";
}

/// What comes of a refused push where there is `fallback`, if there is one.
Expected<ports::Updated> pushed(const std::string& reply, PushFallback* fallback) {
  StoreFixture git("not-a-real-token", fallback);
  git.push(reply);
  return git.store.update(updates);
}

bool has(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("what the fallback is asked follows from the push's refusal, and from nothing else") {
  struct Row {
    std::string_view name, reason, words;
    int writes, rules;
  };
  const Row rows[] = {
      {"workflow files, a GitHub App", app_words, "", 1, 0},
      {"workflow files, a scope", oauth_words, "", 1, 0},
      {"workflow files, as a rule", by_rules,
       "GH013: …\n- refusing to allow a GitHub App to create "
       "or update workflow `x` without `workflows` permission\n",
       1, 0},
      {"creation", by_rules, "GH013: …\n- Cannot create ref due to creations being restricted.\n",
       0, 1},
      {"update", by_rules, "GH013: …\n- Cannot update this protected ref.\n", 0, 1},
      {"an unknown rule", by_rules, "GH013: …\n- Something new\n", 0, 1},
      {"tag protection", "protected tag hook declined", "GH006: Protected tag update failed\n", 0,
       0},
      {"a hook", "pre-receive hook declined", "It is Friday.\n", 0, 0},
      {"a lost race", "cannot lock ref 'refs/tags/v1': is at 1 but expected 2", "", 0, 0},
      {"a reader", "pre-receive hook declined", "User permission denied for writing.\n", 0, 0},
      {"words that nobody knows", "moon in the wrong phase", "", 0, 0},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    ScriptedFallback fallback;
    CHECK_FALSE(pushed(refusal(row.reason, row.words), &fallback).has_value());
    CHECK(fallback.asked_to_write == row.writes);
    CHECK(fallback.asked_for_rules == row.rules);
  }
}

TEST_CASE("what the fallback wrote is written") {
  ScriptedFallback fallback;
  fallback.written = ports::Updated{.objects = {object(id_3)}, .server_messages = {}};
  const auto updated = pushed(refusal(app_words), &fallback);
  REQUIRE(updated.has_value());
  CHECK(updated->objects == std::vector{object(id_3)});
}

TEST_CASE("refused both ways, it is the server's refusal, with the lines of YAML to add") {
  for (const ReasonCode code : {rejected_by_server, permission, invalid_input}) {
    ScriptedFallback fallback;
    fallback.written = fail(Error{code, "GitHub: Resource not accessible", "", "GitHub's words"});
    const auto updated = pushed(refusal(app_words), &fallback);
    REQUIRE_FALSE(updated.has_value());
    const Error& error = updated.error();
    CHECK(error.code == rejected_by_server);
    CHECK(has(error.message, "refusing to allow a GitHub App"));
    CHECK(has(error.message, "the API refused it too"));
    CHECK(has(error.hint, "`workflows: write`"));
    CHECK(error.detail.starts_with("GitHub: Resource not accessible\nGitHub's words\n"));
    CHECK(has(error.detail, "\n    permission-workflows: write\n"));
    CHECK(has(error.detail, "\n    token: ${{ steps.app-token.outputs.token }}"));
  }
}

TEST_CASE("without a fallback the push's refusal stands, with the same fix") {
  const auto app = pushed(refusal(by_rules, std::string(app_words) + "\n"), nullptr);
  REQUIRE_FALSE(app.has_value());
  CHECK(app.error().code == rejected_by_server);
  CHECK(app.error().detail.starts_with(app_words));
  CHECK(has(app.error().detail, "- uses: actions/create-github-app-token@v3\n  id: app-token\n"));
  const auto oauth = pushed(refusal(oauth_words), nullptr);
  REQUIRE_FALSE(oauth.has_value());
  CHECK(oauth.error().hint == "give the token the `workflow` scope");
  CHECK(oauth.error().detail.empty());
}

TEST_CASE("a race lost on the fallback's way is a conflict, as on git's") {
  ScriptedFallback fallback;
  fallback.written = fail(conflict, "moved meanwhile", "run again");
  const auto updated = pushed(refusal(app_words), &fallback);
  REQUIRE_FALSE(updated.has_value());
  CHECK(updated.error() == Error{conflict, "moved meanwhile", "run again"});
}

TEST_CASE("what the fallback leaves open is neither hidden nor called a refusal") {
  for (const ReasonCode code : {unavailable, protocol, interrupted}) {
    ScriptedFallback fallback;
    fallback.written = fail(code, "no answer", "run again");
    const auto updated = pushed(refusal(app_words), &fallback);
    REQUIRE_FALSE(updated.has_value());
    CHECK(updated.error().code == code);
    CHECK(updated.error().message.starts_with("tag 'v1' was refused"));
    CHECK(updated.error().message.ends_with("; trying the API instead: no answer"));
    CHECK(updated.error().hint == "run again");
    CHECK(has(updated.error().detail, "permission-workflows: write"));
  }
}

TEST_CASE("a rule is named, and where there is none an immutable release is to blame") {
  constexpr std::string_view creation = "- Cannot create ref due to creations being restricted.\n";
  constexpr std::string_view update = "- Cannot update this protected ref.\n";
  struct Row {
    std::string_view name, words;
    Expected<std::vector<std::string>> rules;
    std::string_view detail, hint;  ///< Parts of them.
  };
  const std::vector<std::string> none, two = {"releases, rule page 1", "no tags, rule page 2"};
  const Row rows[] = {
      {"named", creation, two, "Active tag rulesets:\nreleases, rule page 1\nno tags, rule page 2",
       "Rulesets; or"},
      {"an update", update, two,
       "Active tag rulesets:\nreleases, rule page 1\nno tags, rule page 2", "bypass"},
      {"no rule to create", creation, none, "an immutable release has used up this name",
       "another"},
      {"no rule to update", update, none, "cannot see any tag rulesets", "bypass"},
      {"nobody knows", creation, fail(unavailable, "no answer"), "restricted.", "Rulesets; or"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    ScriptedFallback fallback;
    fallback.rules = row.rules;
    const auto updated = pushed(refusal(by_rules, row.words), &fallback);
    REQUIRE_FALSE(updated.has_value());
    CHECK(updated.error().code == rejected_by_server);
    CHECK(updated.error().detail.starts_with(row.words.substr(0, row.words.size() - 1)));
    CHECK(has(updated.error().detail, row.detail));
    CHECK(has(updated.error().hint, row.hint));
  }
}

TEST_SUITE_END();
