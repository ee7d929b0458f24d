#include "domain/phase.hpp"

#include <doctest/doctest.h>

#include <ostream>

#include "fakes/ledger_lines.hpp"

using namespace shiptag::domain;

TEST_SUITE_BEGIN("domain/Phase");

TEST_CASE("the step of phase: auto starts, unless its job has failed already") {
  CHECK(phase_of_step("") == Phase::start);
  CHECK(phase_of_step("success") == Phase::start);
  CHECK(phase_of_step("failure") == Phase::complete);
  CHECK(phase_of_step("cancelled") == Phase::complete);
}

TEST_CASE("its post step does what is left to do, by how the job ended") {
  struct Row {
    Left left;
    const char* job_status;
    Phase phase;
  };
  for (const Row& row :
       {Row{Left::deployment, "success", Phase::finish},
        Row{Left::deployment, "failure", Phase::finish}, Row{Left::deployment, "", Phase::finish},
        Row{Left::cut_off, "success", Phase::abandon},
        Row{Left::cut_off, "failure", Phase::abandon},
        Row{Left::unknown, "success", Phase::complete},
        Row{Left::unknown, "failure", Phase::abandon},
        Row{Left::unknown, "cancelled", Phase::abandon}, Row{Left::unknown, "", Phase::abandon}}) {
    CAPTURE(static_cast<int>(row.left));
    CAPTURE(row.job_status);
    CHECK(phase_of_post_step(row.left, row.job_status) == row.phase);
  }
}

TEST_CASE("what is done in a phase follows from what earlier attempts of the run recorded") {
  using enum Earlier::InLedger;
  using enum LedgerOperation;
  struct Row {
    Phase phase;
    Earlier earlier;
    LedgerOperation operation;
    Step step;
  };
  for (const Row& row : {Row{Phase::start, {nothing, false}, deploy, Step::begin},
                         Row{Phase::complete, {nothing, false}, rollback, Step::begin},
                         Row{Phase::start, {nothing, true}, deploy, Step::take_over},
                         Row{Phase::complete, {nothing, true}, rollback, Step::take_over},
                         Row{Phase::start, {newest, false}, deploy, Step::repeat},
                         Row{Phase::complete, {newest, true}, deploy, Step::repeat},
                         Row{Phase::complete, {newest, false}, rollback, Step::repeat},
                         Row{Phase::start, {replaced, false}, deploy, Step::begin},
                         Row{Phase::start, {replaced, true}, deploy, Step::take_over},
                         Row{Phase::start, {replaced, false}, rollback, Step::refuse},
                         Row{Phase::complete, {replaced, true}, rollback, Step::refuse},
                         Row{Phase::finish, {nothing, false}, deploy, Step::finish},
                         Row{Phase::finish, {newest, true}, rollback, Step::finish},
                         Row{Phase::abandon, {nothing, true}, deploy, Step::abandon},
                         Row{Phase::abandon, {newest, false}, deploy, Step::nothing},
                         Row{Phase::abandon, {nothing, false}, rollback, Step::nothing}}) {
    CAPTURE(static_cast<int>(row.phase));
    CAPTURE(static_cast<int>(row.earlier.in_ledger));
    CAPTURE(row.earlier.is_in_progress);
    CAPTURE(to_string(row.operation));
    CHECK(step_in(row.phase, row.earlier, row.operation) == row.step);
  }
}

TEST_CASE("the ledger tells whether an earlier attempt of a run is what runs now") {
  using enum Earlier::InLedger;
  LedgerLine mine = shiptag::fakes::deployed("v1.0.0", "us-east");
  mine.deployment_id = "deploy-20251121-103045-cafe";
  const LedgerLine other = shiptag::fakes::deployed("v1.0.1", "eu-west");
  const LedgerLine newer = shiptag::fakes::deployed("v1.0.2", "us-east");
  CHECK(found_in(Ledger({other, mine}), "cafe", "us-east") == newest);
  CHECK(found_in(Ledger({newer, other, mine}), "cafe", "us-east") == replaced);
  CHECK(found_in(Ledger({other, mine}), "cafe", "") == replaced);
  CHECK(found_in(Ledger({other, mine}), "beef", "us-east") == nothing);
  CHECK(found_in(Ledger({mine}), "", "us-east") == nothing);
}

TEST_SUITE_END();
