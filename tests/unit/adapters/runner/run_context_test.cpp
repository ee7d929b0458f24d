#include "adapters/runner/run_context.hpp"

#include <doctest/doctest.h>

#include <ostream>

#include "fakes/variables.hpp"

using namespace shiptag;
using namespace shiptag::adapters::runner;
using tests::VariableMap;
using tests::variables_of;

namespace {

const std::string sha(40, 'a');

VariableMap job() {
  return {{"GITHUB_ACTIONS", "true"},
          {"GITHUB_SERVER_URL", "https://github.com"},
          {"GITHUB_REPOSITORY", "octo-org/repo.name"},
          {"GITHUB_RUN_ID", "1234567890"},
          {"GITHUB_RUN_ATTEMPT", "2"},
          {"GITHUB_JOB", "deploy"},
          {"GITHUB_ACTOR", "github-actions[bot]"},
          {"GITHUB_ACTOR_ID", "41898282"},
          {"GITHUB_SHA", sha},
          {"GITHUB_REF", "refs/heads/main"},
          {"GITHUB_REF_TYPE", "branch"},
          {"GITHUB_EVENT_NAME", "push"}};
}

VariableMap job_with(const VariableMap& changes) {
  VariableMap variables = job();
  for (const auto& [name, value] : changes) variables[name] = value;
  return variables;
}

domain::RunContext context_with(const VariableMap& changes) {
  return workflow_context(variables_of(job_with(changes))).value();
}

}  // namespace

TEST_SUITE_BEGIN("adapters/runner/run_context");

TEST_CASE("the runner's variables say who runs what") {
  const auto run = context_with({});
  CHECK(run.in_workflow);
  CHECK(run.server_url == "https://github.com");
  CHECK(run.repository == "octo-org/repo.name");
  CHECK(run.run_id == "1234567890");
  CHECK(run.run_url == "https://github.com/octo-org/repo.name/actions/runs/1234567890");
  CHECK(run.run_attempt == 2);
  CHECK(run.job == "deploy");
  CHECK(run.actor == "github-actions[bot]");
  CHECK(run.actor_email == "41898282+github-actions[bot]@users.noreply.github.com");
  CHECK(run.commit_sha == sha);
  CHECK(run.ref_tag.empty());
  CHECK_FALSE(run.override_allowed);
}

TEST_CASE("the tagger's address is a noreply address of the actor's host") {
  struct Row {
    VariableMap changes;
    std::string email;
  };
  for (const Row& row :
       {Row{{{"GITHUB_SERVER_URL", "https://ghe.example:8443"}},
            "41898282+github-actions[bot]@users.noreply.ghe.example"},
        Row{{{"GITHUB_ACTOR_ID", ""}}, "github-actions[bot]@users.noreply.github.com"},
        Row{{{"GITHUB_ACTOR", "nektos/act"}, {"GITHUB_ACTOR_ID", ""}},
            "nektos/act@users.noreply.github.com"},
        Row{{{"GITHUB_SERVER_URL", ""}, {"GITHUB_ACTOR_ID", ""}},
            "github-actions[bot]@users.noreply.localhost"}}) {
    CHECK(context_with(row.changes).actor_email == row.email);
  }
}

TEST_CASE("a run's page is known where server, repository and run are") {
  for (const char* const name : {"GITHUB_SERVER_URL", "GITHUB_REPOSITORY", "GITHUB_RUN_ID"})
    CHECK(context_with({{name, ""}}).run_url.empty());
}

TEST_CASE("a run is for the tag that its ref names, whatever started it") {
  for (const char* const event : {"push", "release", "workflow_dispatch"}) {
    CAPTURE(event);
    const auto run =
        context_with({{"GITHUB_REF", "refs/tags/api/v1.2.3"}, {"GITHUB_EVENT_NAME", event}});
    CHECK(run.ref_tag == "api/v1.2.3");
    CHECK(run.is_push == (std::string(event) == "push"));
  }
  CHECK(context_with({{"GITHUB_REF", "refs/heads/v1.2.3"}}).ref_tag.empty());
}

TEST_CASE("an override is allowed by one exact word") {
  CHECK(context_with({{"ALLOW_PROTECTED_TAG_PUSH", "true"}}).override_allowed);
  for (const char* const other : {"", "True", "1", "yes", "true "})
    CHECK_FALSE(context_with({{"ALLOW_PROTECTED_TAG_PUSH", other}}).override_allowed);
}

TEST_CASE("what the runner does not say is empty, but for the actor and the attempt") {
  const auto run = workflow_context(variables_of({{"GITHUB_ACTIONS", "true"}})).value();
  CHECK(run.repository.empty());
  CHECK(run.run_id.empty());
  CHECK(run.run_attempt == 1);
  CHECK(run.actor == "github-actions[bot]");
  CHECK_FALSE(run.actor_email.empty());
}

TEST_CASE("a variable that is not as the runner writes it is refused by its name") {
  for (const auto& variable : VariableMap{
           {"GITHUB_SERVER_URL", "https://evil.example/path"},
           {"GITHUB_REPOSITORY", "octo-org/../repo"},
           {"GITHUB_RUN_ID", "12x"},
           {"GITHUB_RUN_ATTEMPT", "0"},
           {"GITHUB_JOB", "a\nb"},
           {"GITHUB_ACTOR", "a <b@c>"},
           {"GITHUB_ACTOR_ID", "-1"},
           {"GITHUB_SHA", "main"},
           {"GITHUB_REF", "refs/tags/\x1b[31m"},
       }) {
    const std::string& name = variable.first;
    CAPTURE(name);
    for (const std::string& bad : {variable.second, std::string(300, '1'), std::string("\xff")}) {
      const auto run = workflow_context(variables_of(job_with({{name, bad}})));
      REQUIRE_FALSE(run.has_value());
      CHECK(run.error().code == ReasonCode::invalid_input);
      CHECK(run.error().message.find(name) == 0);
    }
  }
}

TEST_CASE("repositories and servers are not taken for more than they are") {
  for (const char* const repository : {"a", "a/b/c", "/b", "a/", "a/..", "./b", "a/b?c"}) {
    CAPTURE(repository);
    CHECK_FALSE(workflow_context(variables_of(job_with({{"GITHUB_REPOSITORY", repository}}))));
  }
  for (const char* const server :
       {"https://", "ftp://x", "github.com", "https://user@github.com", "https://a b"}) {
    CAPTURE(server);
    CHECK_FALSE(workflow_context(variables_of(job_with({{"GITHUB_SERVER_URL", server}}))));
  }
}

TEST_CASE("a terminal is a person, and none of the runner's variables counts") {
  const auto run = terminal_context(variables_of(job_with({{"GITHUB_ACTIONS", ""}})),
                                    {"Mona <Lisa>", " mona@example.com\n"});
  CHECK_FALSE(run.in_workflow);
  CHECK(run.repository.empty());
  CHECK(run.actor == "Mona Lisa");
  CHECK(run.actor_email == "mona@example.com");
  const auto nobody = terminal_context(variables_of({}), {"<>", ""});
  CHECK(nobody.actor == "unknown");
  CHECK(nobody.actor_email == "unknown");
}

TEST_CASE("a job of a workflow is told from a terminal by the runner's own mark") {
  CHECK(in_workflow(variables_of({{"GITHUB_ACTIONS", "true"}})));
  CHECK_FALSE(in_workflow(variables_of({{"CI", "true"}})));
}

TEST_SUITE_END();
