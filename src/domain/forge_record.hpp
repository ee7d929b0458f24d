#pragma once
#include <optional>
#include <string>
#include <vector>

#include "base/timestamp.hpp"
#include "domain/ledger.hpp"

namespace shiptag::domain {

/// What the newest status says about a deployment on the forge.
enum class RecordState { queued, in_progress, succeeded, failed, inactive };

/// A deployment as the forge has it. Not all of them are made by shiptag.
struct ForgeRecord {
  std::string id = {};  ///< The forge's own; never empty.
  RecordState state = RecordState::queued;
  Timestamp created_at = {};
  std::optional<Timestamp> succeeded_at =
      {};                               ///< When it had a `success` status, whatever came later.
  std::optional<LedgerLine> line = {};  ///< What shiptag recorded with it; none if others made it.
  std::string run_id = {};         ///< The run that its statuses link to, decimal; may be empty.
  bool is_from_elsewhere = false;  ///< That run is another repository's.

  [[nodiscard]] bool is_under_way() const noexcept {
    return state == RecordState::queued || state == RecordState::in_progress;
  }
};

/// Where a deployment goes, as records tell it.
struct Place {
  std::string sub_project, environment;
  std::string region;  ///< Empty: the whole environment.

  /// Whether `line` is of this sub-project and environment.
  [[nodiscard]] bool has(const LedgerLine& line) const;
  /// Whether `line` goes to some of the same regions.
  [[nodiscard]] bool overlaps(const LedgerLine& line) const;
};

/// The successes among `records` in the environment of `place`, as the lines of a ledger, newest
/// first. `place.region` is ignored.
[[nodiscard]] std::vector<LedgerLine> history_of(const std::vector<ForgeRecord>& records,
                                                 const Place& place);

/// `ledger` with what only the records know, in order of time.
[[nodiscard]] Ledger joined(const Ledger& ledger, const std::vector<LedgerLine>& history);

/// Those of `records` that a success at `place` replaces: the active ones of its regions.
[[nodiscard]] std::vector<std::string> replaced_by(const std::vector<ForgeRecord>& records,
                                                   const Place& place);

/// Deployments by runs other than `run_id` that are under way at `place`, newest first.
[[nodiscard]] std::vector<const ForgeRecord*> under_way_at(const std::vector<ForgeRecord>& records,
                                                           const Place& place,
                                                           const std::string& run_id);

/// The record under way that an earlier attempt of this run left; nullptr if there is none.
/// @param identity_hash  of the run; empty: there is none.
[[nodiscard]] const ForgeRecord* left_by(const std::vector<ForgeRecord>& records,
                                         const std::string& identity_hash);

/// The record of the deployment with this id; nullptr if there is none.
[[nodiscard]] const ForgeRecord* record_of(const std::vector<ForgeRecord>& records,
                                           const std::string& deployment_id);

/// The record under way that the forge itself made for the job of `run_id`, because it
/// declares an environment; nullptr if there is none, or if there are several.
[[nodiscard]] const ForgeRecord* made_for_job(const std::vector<ForgeRecord>& records,
                                              const std::string& run_id);

}  // namespace shiptag::domain
