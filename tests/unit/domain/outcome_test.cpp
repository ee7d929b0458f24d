#include "domain/outcome.hpp"

#include <doctest/doctest.h>

#include <ostream>

using namespace shiptag::domain;
using shiptag::Decision;
using shiptag::Error;
using shiptag::ReasonCode;

TEST_CASE("an outcome's decision follows from its reason code") {
  struct Row {
    ReasonCode code;
    Decision decision;
  };
  for (const Row& row :
       {Row{ReasonCode::created, Decision::done},
        Row{ReasonCode::already_there, Decision::unchanged},
        Row{ReasonCode::held, Decision::refused}, Row{ReasonCode::unavailable, Decision::failed}}) {
    CAPTURE(to_string(row.code));
    Outcome outcome{"tag"};
    outcome.end(row.code, "what came of it");
    CHECK(outcome.decision == row.decision);
    CHECK(outcome.reason_code == row.code);
    CHECK(outcome.headline == "what came of it");
  }
}

TEST_CASE("an error ends an outcome with all that it says") {
  Outcome outcome{"tag"};
  outcome.end(Error{ReasonCode::permission, "may not write", "give contents: write", "GH006"});
  CHECK(outcome.decision == Decision::refused);
  CHECK(outcome.reason_code == ReasonCode::permission);
  CHECK(outcome.headline == "may not write");
  CHECK(outcome.hint == "give contents: write");
  CHECK(outcome.detail == "GH006");
}

TEST_CASE("a dry run plans what would be done, and nothing else") {
  struct Row {
    ReasonCode code;
    Decision planned;
  };
  for (const Row& row :
       {Row{ReasonCode::moved, Decision::planned},
        Row{ReasonCode::already_there, Decision::unchanged},
        Row{ReasonCode::stale, Decision::refused}, Row{ReasonCode::protocol, Decision::failed}}) {
    CAPTURE(to_string(row.code));
    Outcome outcome{"deploy"};
    outcome.end(row.code, "line");
    outcome.plan();
    CHECK(outcome.decision == row.planned);
    CHECK(outcome.reason_code == row.code);
  }
}

TEST_CASE("an output that is set again keeps its place and the newer value") {
  using Outputs = std::vector<std::pair<std::string, std::string>>;
  Outcome outcome{"tag"};
  outcome.output("version", "v1.2.3");
  outcome.output("tag_name", "api/v1.2.3");
  outcome.output("version", "v1.2.4");
  CHECK((outcome.outputs == Outputs{{"version", "v1.2.4"}, {"tag_name", "api/v1.2.3"}}));
}

TEST_CASE("notices and warnings are kept in the order they came in") {
  Outcome outcome{"deploy"};
  outcome.warn("Unstable", "v1.2.3 is marked unstable");
  outcome.note("Approval", "nothing says whether it is needed");
  REQUIRE(outcome.notices.size() == 2);
  CHECK(outcome.notices[0].level == Notice::Level::warning);
  CHECK(outcome.notices[0].title == "Unstable");
  CHECK(outcome.notices[0].message == "v1.2.3 is marked unstable");
  CHECK(outcome.notices[1].level == Notice::Level::notice);
  CHECK(outcome.notices[1].title == "Approval");
}
