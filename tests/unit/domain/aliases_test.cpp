#include "domain/aliases.hpp"

#include <doctest/doctest.h>

#include <ostream>

#include "fakes/ledger_lines.hpp"

using namespace shiptag::domain;
using shiptag::fakes::version;

TEST_CASE("a version has the aliases of the lines whose highest release it is") {
  struct Row {
    const char* rule;
    std::vector<const char*> others;
    const char* version;
    std::vector<std::string> aliases;
  };
  const Row rows[] = {
      {"the first release", {}, "v1.2.3", {"v1", "v1.2"}},
      {"with its sub-project", {}, "api/v1.2.3", {"api/v1", "api/v1.2"}},
      {"a maintenance release leaves the major alias", {"v1.3.0"}, "v1.2.4", {"v1.2"}},
      {"an older release has none", {"v1.2.5"}, "v1.2.4", {}},
      {"another major does not count", {"v2.0.0"}, "v1.2.4", {"v1", "v1.2"}},
      {"a pre-release does not count", {"v1.2.5-rc.1"}, "v1.2.4", {"v1", "v1.2"}},
      {"a pre-release has none", {}, "v1.2.4-rc.1", {}},
      {"itself does not count", {"v1.2.4"}, "v1.2.4", {"v1", "v1.2"}},
  };
  for (const Row& row : rows) {
    CAPTURE(row.rule);
    AliasSurvey survey;
    for (const char* other : row.others) survey.add(version(other));
    CHECK(survey.aliases_of(version(row.version)) == row.aliases);
  }
}
