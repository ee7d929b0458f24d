#include "cli/command_line.hpp"

#include <doctest/doctest.h>

#include <ostream>

using namespace shiptag;
using namespace shiptag::cli;

using Arguments = std::vector<std::string>;

TEST_SUITE_BEGIN("cli/command_line");

TEST_CASE("options come in every usual form") {
  struct Row {
    Arguments arguments;
    GivenInputs given;
  };
  for (const Row& row : {
           Row{{"tag"}, {{"operation", "tag"}}},
           Row{{"tag", "--version", "v1.0.0"}, {{"operation", "tag"}, {"version", "v1.0.0"}}},
           Row{{"tag", "--version=v1.0.0"}, {{"operation", "tag"}, {"version", "v1.0.0"}}},
           Row{{"--version", "v1.0.0", "tag"}, {{"operation", "tag"}, {"version", "v1.0.0"}}},
           Row{{"tag", "--dry-run"}, {{"operation", "tag"}, {"dry_run", "true"}}},
           Row{{"--dry-run", "tag"}, {{"operation", "tag"}, {"dry_run", "true"}}},
           Row{{"tag", "--dry-run=false"}, {{"operation", "tag"}, {"dry_run", "false"}}},
           Row{{"tag", "--dry-run", "false"}, {{"operation", "tag"}, {"dry_run", "false"}}},
           Row{{"tag", "--dry-run", "--aliases"},
               {{"operation", "tag"}, {"dry_run", "true"}, {"aliases", "true"}}},
           Row{{"tag", "--sub-project="}, {{"operation", "tag"}}},
           Row{{"tag", "--sub-project", ""}, {{"operation", "tag"}}},
           Row{{"tag", "--version", " v1.0.0\n"}, {{"operation", "tag"}, {"version", "v1.0.0"}}},
           Row{{"hold", "--reason=--dry-run"}, {{"operation", "hold"}, {"reason", "--dry-run"}}},
           Row{{"hold", "--reason", "-x=y"}, {{"operation", "hold"}, {"reason", "-x=y"}}},
       }) {
    CAPTURE(row.arguments.back());
    const auto given = read_options(row.arguments);
    REQUIRE_MESSAGE(given.has_value(), given.error().message);
    CHECK(*given == row.given);
  }
}

TEST_CASE("misuse is refused, and says what it is") {
  struct Row {
    Arguments arguments;
    std::string message;
  };
  for (const Row& row : {
           Row{{"--dry-run"}, "operation is missing: it must be"},
           Row{{"deploi"}, "operation is 'deploi': it must be"},
           Row{{"tag", "--colour", "red"}, "unknown option '--colour'"},
           Row{{"tag", "--dry_run"}, "unknown option '--dry_run'"},
           Row{{"tag", "--dry"}, "unknown option '--dry'"},
           Row{{"tag", "--version"}, "option '--version' requires a value"},
           Row{{"hold", "--reason", "--until"}, "option '--reason' requires a value"},
           Row{{"hold", "--reason", "--dry-run"}, "option '--reason' requires a value"},
           Row{{"tag", "--version", "v1.0.0", "--version", "v2.0.0"},
               "option '--version' is given more than once"},
           Row{{"tag", "deploy"}, "unexpected argument 'deploy'"},
           Row{{"tag", "--dry-run", "v1.0.0"}, "unexpected argument 'v1.0.0'"},
           Row{{"tag", "--", "--version"}, "unexpected argument '--version'"},
           Row{{"hold", "--bump", "minor"}, "hold has no option --bump"},
           Row{{"tag", "--operation", "tag"}, "option '--operation' is given more than once"},
       }) {
    CAPTURE(row.message);
    const auto given = read_options(row.arguments);
    REQUIRE_FALSE(given.has_value());
    CHECK(given.error().code == ReasonCode::invalid_input);
    CHECK(given.error().message.find(row.message) == 0);
    CHECK_FALSE(given.error().hint.empty());
  }
}

TEST_CASE("a token among the arguments is refused, and not repeated") {
  for (const Arguments& arguments : {Arguments{"tag", "--token", "not-a-real-token"},
                                     Arguments{"tag", "--token=not-a-real-token"}}) {
    const auto given = read_options(arguments);
    REQUIRE_FALSE(given.has_value());
    CHECK(given.error().message.find("real") == std::string::npos);
    CHECK(given.error().hint.find("SHIPTAG_TOKEN") != std::string::npos);
  }
}

TEST_CASE("hostile arguments are refused or passed on, never thrown") {
  for (const std::string& hostile :
       {std::string("--"), std::string("-"), std::string("--="), std::string("--\xff"),
        std::string("-\x1b[31m"), std::string("--version\n"), std::string(100000, '-'),
        std::string("@response-file"), std::string("%n")}) {
    const auto given = read_options({"tag", hostile});
    if (given) continue;
    CHECK(given.error().code == ReasonCode::invalid_input);
    CHECK(given.error().message.size() < 400);
    CHECK(given.error().message.find('\x1b') == std::string::npos);
  }
}

TEST_CASE("an input's option has dashes") {
  CHECK(option_for("dry_run") == "dry-run");
  CHECK(option_for("version") == "version");
}

TEST_SUITE_END();
