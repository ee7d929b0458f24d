#pragma once
#include <optional>
#include <string>
#include <vector>

#include "base/timestamp.hpp"
#include "domain/object_id.hpp"
#include "domain/outcome.hpp"

namespace shiptag::domain {

/// Keeps deployments out of an environment until a person resumes it.
struct Hold {
  std::string version = {};  ///< The full version that is held; empty holds the whole environment.
  std::optional<ObjectId> commit_sha = {};  ///< Set if and only if `version` is.
  std::string reason = {};
  std::string triggered_by = {};
  Timestamp since = {};
  std::optional<Timestamp> until = {};
  std::string unknown_members =
      {};  ///< JSON members of other versions: `,"x":1`; kept as they are.

  [[nodiscard]] bool is_active(Timestamp now) const noexcept { return !until || now < *until; }
  /// Whether it keeps `commit` out.
  [[nodiscard]] bool blocks(const ObjectId& commit) const noexcept {
    return !commit_sha || *commit_sha == commit;
  }
  /// One line: `production has been on hold since … (set by …): reason`.
  [[nodiscard]] std::string describe(const std::string& environment) const;
  /// Of one that is lifted: `production, on hold since … (set by …): reason`.
  [[nodiscard]] std::string describe_lifted(const std::string& environment) const;
  friend bool operator==(const Hold&, const Hold&) = default;
};

/// Those of `holds` that are active at `now`.
[[nodiscard]] std::vector<Hold> active(const std::vector<Hold>& holds, Timestamp now);

/// Those of `holds` that keep `commit` out.
[[nodiscard]] std::vector<Hold> blocking(const std::vector<Hold>& holds, const ObjectId& commit);

/// Shows `holds` as those that are active now.
void show(const std::vector<Hold>& holds, Outcome& outcome);

}  // namespace shiptag::domain
