#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "domain/deploy_checks.hpp"
#include "domain/forge_record.hpp"
#include "operations/context.hpp"
#include "operations/reading/environment_state.hpp"
#include "operations/request.hpp"

namespace shiptag::operations {

/// What the forge knows that a decision about a place needs.
struct ForgeRecords {
  domain::Place place = {};
  std::string forge_environment = {};  ///< The forge's name for the environment.
  bool keeps_records = false;          ///< False: there is no forge, or it must not be asked.
  std::string identity_hash = {};      ///< Of the deployment it is for; empty: none.
  ports::EnvironmentRecords known = {};
  std::vector<domain::UnderWay> under_way = {};       ///< Of runs that have not ended.
  std::vector<ports::StatusChange> corrections = {};  ///< Of other runs' records that are wrong.
  std::map<std::string, std::optional<ports::RunState>> runs = {};  ///< Those looked at, by id.

  /// What the records say was deployed, in any region.
  [[nodiscard]] std::vector<domain::LedgerLine> history() const {
    return domain::history_of(known.newest_first, place);
  }
};

/// The place and the names, with nothing read yet.
[[nodiscard]] ForgeRecords forge_records_of(const CommonRequest& request,
                                            const domain::Place& place, const Ports& ports);

/// Reads the newest records: one request. Nothing where no records are kept.
/// @param commits  those that the tag may be moved to.
[[nodiscard]] Expected<void> read_newest(ForgeRecords& forge_records,
                                         const std::vector<domain::ObjectId>& commits,
                                         Ports& ports);

/// Reads the older records too, up to 1000: one request for 100.
[[nodiscard]] Expected<void> read_older(ForgeRecords& forge_records, Ports& ports);

/// The run with this id; nullopt if there is none. One request, the first time.
[[nodiscard]] Expected<std::optional<ports::RunState>> look_at_run(const std::string& run_id,
                                                                   ForgeRecords& forge_records,
                                                                   Ports& ports);

/// Finds out which deployments of others are under way: one request for each of their runs. One
/// that `ledger` has is not, whatever its record says.
[[nodiscard]] Expected<void> find_under_way(ForgeRecords& forge_records,
                                            const domain::Ledger& ledger, Context& context);

/// Fills a ledger that was lost or never written from the records, and says so. It leaves out
/// what an earlier attempt of this deployment recorded: no tag says so, and it must be done again.
[[nodiscard]] Expected<void> rebuild_ledger(EnvironmentState& state, ForgeRecords& forge_records,
                                            Context& context);

/// Warns where the newest success of the records is not in the ledger: its tag could not be moved.
void warn_of_unrecorded(const EnvironmentState& state, const ForgeRecords& forge_records,
                        Context& context);

/// Whether the records say that `version` was deployed to `environment`: one request, and one for
/// each further 100 deployments if it is not among the newest.
[[nodiscard]] Expected<bool> was_deployed_to(const std::string& environment,
                                             const domain::Version& version, Ports& ports);

/// Whether this run was approved for the environment: at most one request.
[[nodiscard]] Expected<domain::Approved> see_approval(const ForgeRecords& forge_records,
                                                      Ports& ports);

/// Warns if something may keep the tag from moving to `commit`, or back from it.
void warn_of_obstacles(const ForgeRecords& forge_records, const domain::ObjectId& commit,
                       const EnvironmentState& here, Context& context);

}  // namespace shiptag::operations
