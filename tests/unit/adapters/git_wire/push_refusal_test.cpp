#include <doctest/doctest.h>

#include <ostream>
#include <string>

#include "adapters/git_wire/refusal.hpp"

using namespace shiptag;
using namespace shiptag::adapters::git_wire;
using enum ReasonCode;
using enum RefusedFor;

TEST_SUITE_BEGIN("adapters/git_wire/push_refusal");

namespace {

struct Refusal {
  std::string_view name;
  std::string_view reason;
  std::string_view words;
  ReasonCode code;
  std::string_view hint;  ///< A part of it.
  RefusedFor cause = other;
};

const Refusal refusals[] = {
    {"a stale old value, git", "failed to update ref",
     "error: cannot lock ref 'refs/tags/v1': is at 1 but expected 2\n", conflict, "run again"},
    {"a stale old value, GitHub", "cannot lock ref 'refs/tags/v1': is at 1 but expected 2", "",
     conflict, "run again"},
    {"a stale old value, JGit", "invalid old id sent", "", conflict, "run again"},
    {"created by another first", "cannot lock ref 'refs/tags/v1': reference already exists", "",
     conflict, "run again"},
    {"being moved at this moment", "failed to update ref",
     "error: cannot lock ref 'refs/tags/v1': Unable to create '/x/v1.lock': File exists.\n",
     unavailable, "try again in a moment", lock},
    {"all refs being packed at this moment", "failed to update ref",
     "error: Unable to create '/x/packed-refs.lock': File exists.\n", unavailable,
     "try again in a moment", lock},
    {"deleted by another first", "failed to update ref",
     "error: cannot lock ref 'refs/tags/v1': unable to resolve reference 'refs/tags/v1'\n",
     conflict, "run again"},
    {"a tag in the way", "failed to update ref",
     "error: cannot lock ref 'refs/tags/a/b': 'refs/tags/a' exists; cannot create "
     "'refs/tags/a/b'\n",
     invalid_input, "another name"},
    {"workflow files, GITHUB_TOKEN",
     "refusing to allow a GitHub App to create or update workflow `.github/workflows/x.yml` "
     "without `workflows` permission",
     "", rejected_by_server, "`workflows: write`", workflows},
    {"workflow files, told by a ruleset", "push declined due to repository rule violations",
     "GH013: Repository rule violations found for refs/tags/v1.\n- refusing to allow a GitHub App "
     "to create or update workflow `.github/workflows/x.yml` without `workflows` permission\n",
     rejected_by_server, "`workflows: write`", workflows},
    {"workflow files, personal token",
     "refusing to allow an OAuth App to create or update workflow `.github/workflows/x.yml` "
     "without `workflow` scope",
     "", rejected_by_server, "`workflow` scope", workflows},
    {"ruleset: creation, or an immutable release",
     "push declined due to repository rule violations",
     "GH013: Repository rule violations found for refs/tags/v1.\n- Cannot create ref due to "
     "creations being restricted.\n",
     rejected_by_server, "another version", creation},
    {"ruleset: update", "push declined due to repository rule violations",
     "GH013: …\n- Cannot update this protected ref.\n", rejected_by_server, "ruleset", rule},
    {"ruleset: deletion", "push declined due to repository rule violations",
     "GH013: …\n- Cannot delete this tag\n", rejected_by_server, "ruleset", rule},
    {"ruleset: move", "push declined due to repository rule violations",
     "GH013: …\n- Cannot force-push to this tag\n", rejected_by_server, "ruleset", rule},
    {"a rule without a name here", "push declined due to repository rule violations",
     "GH013: …\n- Something new\n", rejected_by_server, "ruleset", rule},
    {"protected tags of an older GitHub", "protected tag hook declined",
     "GH006: Protected tag update failed for refs/tags/v1.\n", rejected_by_server, "Settings"},
    {"40 hex digits", "hook declined",
     "GH002: Sorry, branch or tag names consisting of 40 hex characters are not allowed.\n",
     invalid_input, "another name"},
    {"Gitea's protected tag", "pre-receive hook declined", "error: Tag v9.9.9 is protected\n",
     rejected_by_server, "settings"},
    {"Gitea's reader", "pre-receive hook declined", "error: User permission denied for writing.\n",
     permission, "write access"},
    {"a commit that the server lacks", "missing necessary objects", "", invalid_input,
     "push the branch"},
    {"a ref of the server's whose object is missing", "missing necessary objects",
     "fatal: bad object refs/tags/production\n", rejected_by_server, "`git fsck`"},
    {"the same, found by index-pack", "unpacker error",
     "fatal: did not receive expected object 0123\n", invalid_input, "push the branch"},
    {"a name that git refuses", "funny refname", "", invalid_input, "another name"},
    {"GitHub under load", "failure", "fatal error in commit_refs\n", unavailable, "again"},
    {"a hook", "pre-receive hook declined", "It is Friday.\n", rejected_by_server, "hook"},
    {"a hook that uses our words", "pre-receive hook declined",
     "v1 already exists in the tracker\n", rejected_by_server, "hook"},
    {"words that nobody knows", "moon in the wrong phase", "", rejected_by_server, "server's"},
};

Error error_of(const PushReport& report) {
  return refused_by_report(report).error;
}

}  // namespace

TEST_CASE("a refused tag: whose fault it is, and the fix") {
  for (const Refusal& row : refusals) {
    CAPTURE(row.name);
    const auto [error, cause, remedy] =
        refused_by_report({.unpack = "ok",
                           .refs = {{"refs/tags/v1", std::string(row.reason)}},
                           .words = std::string(row.words)});
    CHECK(error.code == row.code);
    CHECK(cause == row.cause);
    CHECK(error.message.starts_with("tag 'v1' was refused: "));
    CHECK(error.hint.find(row.hint) != std::string::npos);
    CHECK(error.detail.empty() == row.words.empty());
  }
}

TEST_CASE("of an atomic push the tag that it failed for is named") {
  struct Case {
    std::string_view name, reason_1, reason_2, words;
  };
  const Case cases[] = {
      {"JGit", "transaction aborted", "invalid old id sent", ""},
      {"git before 2.46", "atomic transaction failed", "failed to update ref", ""},
      {"git, all with the same reason", "atomic transaction failed", "atomic transaction failed",
       "error: cannot lock ref 'refs/tags/v2': is at 1 but expected 2\n"},
  };
  for (const Case& one : cases) {
    CAPTURE(one.name);
    const Error error = error_of({.unpack = "ok",
                                  .refs = {{"refs/tags/v1", std::string(one.reason_1)},
                                           {"refs/tags/v2", std::string(one.reason_2)}},
                                  .words = std::string(one.words)});
    CHECK(error.code == conflict);
    CHECK(error.message.starts_with("tag 'v2' was refused"));
  }
}

TEST_CASE("a pack that the server cannot use is its refusal, in its words") {
  const Error error = error_of({.unpack = "index-pack failed",
                                .refs = {{"refs/tags/v1", "unpacker error"}},
                                .words = "error: object 1: zeroPaddedDate\n"});
  CHECK(error.code == rejected_by_server);
  CHECK(error.detail == "error: object 1: zeroPaddedDate");
  CHECK(error_of({.unpack = "error", .refs = {}, .words = {}}).message ==
        "the push was refused: the server rejected the tag object (unpack error)");
}

TEST_CASE("a push that was not atomic says what was written") {
  const Error error =
      error_of({.unpack = "ok",
                .refs = {{"refs/tags/v1", ""}, {"refs/tags/v2", "invalid old id sent"}},
                .words = {}});
  CHECK(error.message.find("wrote 'refs/tags/v1'") != std::string::npos);
}

TEST_CASE("the server's words are sanitized") {
  const Error error = error_of({.unpack = "ok",
                                .refs = {{"refs/tags/v1\x1b[2J", "no\x07\x1b[31m"}},
                                .words = "a\x1b[31mb\r\n::set-output\n\n"});
  CHECK(error.message.find('\x1b') == std::string::npos);
  CHECK(error.message.find('\x07') == std::string::npos);
  CHECK(error.detail == "a?[31mb\n::set-output");
}

TEST_SUITE_END();
