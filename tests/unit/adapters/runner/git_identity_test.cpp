#include "adapters/runner/run_context.hpp"

#include <doctest/doctest.h>

#include <ostream>

#include "fakes/variables.hpp"
#include "unit/adapters/runner/scratch.hpp"

using namespace shiptag;
using adapters::runner::git_identity;
using tests::variables_of;

TEST_SUITE_BEGIN("adapters/runner/git_identity");

TEST_CASE("git's own variables come first, then the repository's and the person's configuration") {
  const tests::Scratch home;
  home.write(".gitconfig", "[user]\n\tname = Global\n\temail = global@example.com\n");
  home.write("work/.git/config", "[user]\n\temail = local@example.com\n");
  const tests::VariableMap variables = {{"HOME", home.path()}, {"USER", "login"}};

  const auto configured = git_identity(variables_of(variables), home.path("work"));
  CHECK(configured.name == "Global");
  CHECK(configured.email == "local@example.com");

  tests::VariableMap explicit_one = variables;
  explicit_one["GIT_COMMITTER_NAME"] = "Variable";
  explicit_one["GIT_COMMITTER_EMAIL"] = "variable@example.com";
  const auto by_variable = git_identity(variables_of(explicit_one), home.path("work"));
  CHECK(by_variable.name == "Variable");
  CHECK(by_variable.email == "variable@example.com");
}

TEST_CASE("the configuration below XDG_CONFIG_HOME counts too") {
  const tests::Scratch home;
  home.write("xdg/git/config", "[user]\n\tname = Elsewhere\n");
  const auto person = git_identity(
      variables_of({{"HOME", home.path()}, {"XDG_CONFIG_HOME", home.path("xdg")}}), home.path());
  CHECK(person.name == "Elsewhere");
}

TEST_CASE("without a readable configuration it is the login and the host") {
  const tests::Scratch home;
  home.write(".gitconfig", "[user\nthis is no configuration");
  const auto person =
      git_identity(variables_of({{"HOME", home.path()}, {"USER", "login"}}), home.path());
  CHECK(person.name == "login");
  CHECK(person.email.find("login@") == 0);
  CHECK(git_identity(variables_of({}), home.path()).email.find("unknown@") == 0);
}

TEST_SUITE_END();
