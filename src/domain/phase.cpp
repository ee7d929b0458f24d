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

Earlier::InLedger found_in(const Ledger& ledger, std::string_view identity_hash,
                           std::string_view region) {
  using enum Earlier::InLedger;
  if (ledger.find_run(identity_hash) == nullptr) return nothing;
  const LedgerLine* running = ledger.running(region);
  const bool is_ours =
      running != nullptr && identity_suffix(running->deployment_id) == identity_hash;
  return is_ours ? newest : replaced;
}

Step step_in(Phase phase, const Earlier& earlier, LedgerOperation operation) noexcept {
  using enum Earlier::InLedger;
  if (phase == Phase::finish) return Step::finish;
  if (phase == Phase::abandon) return earlier.is_in_progress ? Step::abandon : Step::nothing;
  if (earlier.in_ledger == newest) return Step::repeat;
  if (earlier.in_ledger == replaced && operation == LedgerOperation::rollback) return Step::refuse;
  return earlier.is_in_progress ? Step::take_over : Step::begin;
}

}  // namespace shiptag::domain
