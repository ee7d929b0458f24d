#include "domain/phase.hpp"

#include <doctest/doctest.h>

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

TEST_SUITE_END();
