#pragma once
#include <string_view>

#include "domain/ledger.hpp"

namespace shiptag::domain {

// Two tables say what happens in a step of `deploy` or `rollback`, in the action's post step, and
// when either is run again. One maps the job's status and what the step left to a phase; the other
// maps the phase and what earlier attempts recorded to what is done.

/// The part of a deployment that is done in one go.
enum class Phase {
  complete,  ///< It is checked, and how it ended is recorded, in one step.
  start,     ///< It is checked and announced.
  finish,    ///< How it ended is recorded.
  abandon,   ///< What a killed attempt of this run left behind is ended.
};

/// What the step of `phase: auto` left for its post step, unless it left nothing to end.
enum class Left {
  unknown,     ///< It was killed before it could leave anything, or its state was not handed on.
  cut_off,     ///< It failed before it could say what it left.
  deployment,  ///< A deployment that it started.
};

/// What the step of `phase: auto` does. In a job that has already failed, the job's status will say
/// nothing about this deployment.
/// @param job_status  of the job so far, as the runner gives it; empty: unknown.
[[nodiscard]] Phase phase_of_step(std::string_view job_status) noexcept;

/// What its post step does.
/// @param job_status  of the job, which has ended.
[[nodiscard]] Phase phase_of_post_step(Left left, std::string_view job_status) noexcept;

/// What earlier attempts of the same run recorded of their deployment.
struct Earlier {
  enum class InLedger {
    nothing,
    newest,    ///< Nothing has been deployed there since.
    replaced,  ///< Another deployment came after it.
  };
  InLedger in_ledger = InLedger::nothing;
  bool is_in_progress = false;  ///< The forge has a record of it that has not ended.
};

/// @param identity_hash  of the run; empty: there is none.
/// @param region         in which to look; empty: anywhere.
[[nodiscard]] Earlier::InLedger found_in(const Ledger& ledger, std::string_view identity_hash,
                                         std::string_view region);

/// What is done with a deployment in one phase of it.
enum class Step {
  begin,      ///< It is checked, and goes on as its phase says.
  take_over,  ///< Likewise, in place of the attempt that was killed.
  repeat,     ///< It was done before and is running: that is reported again.
  refuse,     ///< It was done before, and somebody has changed it since.
  finish,     ///< Its end is recorded.
  abandon,    ///< Its end is recorded on the forge alone: it was never deployed.
  nothing,    ///< There is nothing to end.
};

/// @param operation  A deployment that was replaced may be deployed again, if the checks allow it;
///                   a rollback may not: it would undo what replaced it.
[[nodiscard]] Step step_in(Phase phase, const Earlier& earlier, LedgerOperation operation) noexcept;

}  // namespace shiptag::domain
