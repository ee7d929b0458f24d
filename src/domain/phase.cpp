#include "domain/phase.hpp"

namespace shiptag::domain {

Phase phase_of_step(std::string_view job_status) noexcept {
  const bool has_failed = !job_status.empty() && job_status != "success";
  return has_failed ? Phase::complete : Phase::start;
}

Phase phase_of_post_step(Left left, std::string_view job_status) noexcept {
  switch (left) {
    case Left::deployment:
      return Phase::finish;
    case Left::cut_off:
      return Phase::abandon;
    case Left::unknown:
      break;
  }
  return job_status == "success" ? Phase::complete : Phase::abandon;
}

}  // namespace shiptag::domain
