#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/timestamp.hpp"
#include "domain/deployment.hpp"
#include "domain/hold.hpp"
#include "domain/object_id.hpp"
#include "domain/version.hpp"

namespace shiptag::domain {

/// One line of the ledger: a deployment that succeeded, or a change of the holds since.
struct LedgerLine : Deployment {
  std::vector<Hold> holds = {};  ///< All that were active when it was written.
  std::string text = {};         ///< The JSON as written, without its newline.
};

/// The history of an environment tag, newest first.
class Ledger {
 public:
  static constexpr std::size_t max_lines = 200;
  static constexpr std::size_t max_bytes = std::size_t{256} * 1024;

  Ledger() = default;
  explicit Ledger(std::vector<LedgerLine> newest_first) : lines_(std::move(newest_first)) {}

  [[nodiscard]] const std::vector<LedgerLine>& lines() const noexcept { return lines_; }
  [[nodiscard]] bool empty() const noexcept { return lines_.empty(); }

  /// Puts `line` (with its `text`) in front. If the ledger is full, drops first the lines that a
  /// newer one of the same version and region has superseded, oldest first, then the oldest of the
  /// rest.
  void append(LedgerLine line);

  /// The newest deployment that decides what `region` runs: one of this region or of none, since
  /// a deployment without a region sets them all. For an empty `region` the newest of any.
  /// nullptr if there is none.
  [[nodiscard]] const LedgerLine* running(std::string_view region) const;
  /// Every region that a deployment names, by name.
  [[nodiscard]] std::vector<std::string> regions() const;
  /// Those that set what `region` (empty: any) ran, newest first; each has a version.
  [[nodiscard]] std::vector<const LedgerLine*> deployments(std::string_view region) const;
  /// The newest of those that is of `version`; nullptr if there is none.
  [[nodiscard]] const LedgerLine* newest_of(const Version& version, std::string_view region) const;
  /// Whether `version` was deployed to `region` (empty: anywhere in the environment).
  [[nodiscard]] bool was_deployed(const Version& version, std::string_view region) const;
  /// The line with this id; nullptr if there is none.
  [[nodiscard]] const LedgerLine* find(std::string_view deployment_id) const;
  /// The newest line of the run with this identity's hash; nullptr if there is none.
  [[nodiscard]] const LedgerLine* find_run(std::string_view identity_hash) const;
  /// The newest line that moved the tag; nullptr if there is none.
  [[nodiscard]] const LedgerLine* newest_move() const;
  /// Those of the newest line that are active at `now`.
  [[nodiscard]] std::vector<Hold> holds(Timestamp now) const;
  /// Whether the newest line that moved the tag names `commit`.
  [[nodiscard]] bool fits(const ObjectId& commit) const;

 private:
  /// The indices of all lines but the newest, those first that go first when it is full.
  [[nodiscard]] std::vector<std::size_t> in_the_order_they_go() const;
  std::vector<LedgerLine> lines_;
};

/// The regions that "every region" means: the configured ones, else those that the ledger names,
/// else the environment itself as one (a single empty name).
[[nodiscard]] std::vector<std::string> every_region(const std::vector<std::string>& configured,
                                                    const Ledger& ledger);

/// The highest version that any of `regions` runs.
[[nodiscard]] std::optional<Version> highest_running(const Ledger& ledger,
                                                     const std::vector<std::string>& regions);

/// The message of an environment tag: a heading for people, and `ledger`'s lines after the last
/// blank line.
///
/// @param tag_name  e.g. `api/production`.
/// @param run_url   of the run that writes it; may be empty.
[[nodiscard]] std::string ledger_message(std::string_view tag_name, const Ledger& ledger,
                                         std::string_view run_url);

}  // namespace shiptag::domain
