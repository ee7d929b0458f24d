#pragma once
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "domain/ledger.hpp"
#include "operations/context.hpp"
#include "operations/reading/tag_listing.hpp"

namespace shiptag::operations {

/// An environment tag and its ledger, as the server has them.
struct EnvironmentState {
  std::string tag_name;
  std::optional<ports::TagRef> tag = {};  ///< Nullopt: there is no such tag.
  domain::Ledger ledger = {};             ///< Empty if `unreadable`.
  std::optional<Error> unreadable = {};   ///< `ledger_unreadable`, and why.
  bool was_signed = false;                ///< A signature that the next write drops.
  bool was_rebuilt = false;               ///< `ledger` is what the forge recorded, not the tag's.

  [[nodiscard]] std::optional<domain::ObjectId> object() const;
  [[nodiscard]] std::string newest_line() const;  ///< Its id; empty if there is none.
  /// The holds that are active at `now` and known only from a rebuilt ledger.
  [[nodiscard]] std::vector<domain::Hold> rebuilt_holds(Timestamp now) const;
  /// Whether the ledger says what runs: it has lines, and nobody moved the tag without adding one.
  /// A rebuilt ledger says so even if the tag itself is lost.
  [[nodiscard]] bool is_told_by_ledger() const {
    return tag ? ledger.fits(tag->commit) : !ledger.empty();
  }
};

/// Reads the ledgers of `tag_names`, which were listed before: one request, or none where there is
/// no annotated tag among them. In the order of `tag_names`.
[[nodiscard]] Expected<std::vector<EnvironmentState>> read_environments(
    const std::vector<std::string>& tag_names, const TagListing& listing, Ports& ports);

/// Lists and reads one environment again: two requests.
[[nodiscard]] Expected<EnvironmentState> read_environment_again(const std::string& tag_name,
                                                                Ports& ports);

/// Warns where the tag is there but has no ledger, so that nobody knows what ran or was on hold.
void warn_of_lost_ledger(const EnvironmentState& state, domain::Outcome& outcome);

/// The version tags on a commit, highest first.
using VersionsOn = std::function<Expected<std::vector<domain::Version>>(const domain::ObjectId&)>;

/// The highest version that any of `regions` runs; nullopt: nothing is deployed.
///
/// Where no deployment of the ledger says so, the highest version tag on the environment tag's
/// commit does.
/// @param versions_on  asked only then, since it may cost a request.
[[nodiscard]] Expected<std::optional<domain::Version>> running_version(
    const EnvironmentState& state, const std::vector<std::string>& regions,
    const VersionsOn& versions_on);

}  // namespace shiptag::operations
