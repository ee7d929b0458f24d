#pragma once
#include <string_view>

namespace shiptag::domain {

/// The part of a deployment that is done in one go.
enum class Phase {
  complete,  ///< It is checked, and how it ended is recorded at once.
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
/// nothing about what comes now.
/// @param job_status  of the job so far, as the runner gives it; empty: unknown.
[[nodiscard]] Phase phase_of_step(std::string_view job_status) noexcept;

/// What its post step does.
/// @param job_status  of the job, which has ended.
[[nodiscard]] Phase phase_of_post_step(Left left, std::string_view job_status) noexcept;

}  // namespace shiptag::domain
