#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/expected.hpp"
#include "domain/deployment_queue.hpp"
#include "domain/ledger.hpp"
#include "domain/object_id.hpp"
#include "domain/run_context.hpp"

namespace shiptag::ports {

/// What `phase: start` hands to `phase: finish`.
struct DeploymentState {
  std::string operation;  ///< `deploy` or `rollback`
  domain::RunIdentity identity;
  std::string deployment_id;
  std::string sub_project, environment, region;
  domain::Version version;
  std::optional<domain::Version> previous_version = {};
  domain::ObjectId commit_sha;
  std::optional<domain::ObjectId> old_tag_object;  ///< Nullopt: there was no tag.
  std::string newest_line;  ///< The id of the ledger's newest line at start; empty if it had none.
  Timestamp started_at;
  std::vector<domain::Hold> new_holds = {};       ///< What a rollback will add.
  std::vector<domain::Hold> released_holds = {};  ///< What a deploy with `release_hold` will lift.
  std::vector<domain::Hold> rebuilt_holds = {};   ///< Known from a rebuilt ledger alone.
  std::optional<domain::Override> override_used = {};
  std::vector<std::string> configured_regions = {};  ///< As the workspace had them at start.
  std::string reason = {};                           ///< What a person gave as such; may be empty.
  bool move_env_tag = true;                          ///< False: a success writes nothing.
  std::string environment_url = {};                  ///< May be empty.
  std::string github_environment = {};               ///< The forge's name of the environment.
  std::string record_id = {};  ///< ForgeRecord::id; empty where no record is kept.
};

/// How shiptag's records are written as text. Reading trusts nothing.
class LedgerFormat {
 public:
  virtual ~LedgerFormat() = default;

  /// The ledger in a tag's message: the block of JSON lines behind the last blank line.
  /// @return an empty ledger if there is no such block; `ledger_unreadable` naming the line if one
  ///         does not parse, is not UTF-8 or has a newer `schema`.
  [[nodiscard]] virtual Expected<domain::Ledger> read_ledger(std::string_view message) const = 0;
  /// `line` as one line of JSON, without a newline. `line.text` is ignored.
  [[nodiscard]] virtual std::string write_line(const domain::LedgerLine& line) const = 0;

  /// @return `invalid_input` naming what is missing or of the wrong shape.
  [[nodiscard]] virtual Expected<DeploymentState> read_state(std::string_view text) const = 0;
  [[nodiscard]] virtual std::string write_state(const DeploymentState& state) const = 0;

  /// `{"aws":"us-east-1",…}`, for the output `cloud_mappings`.
  [[nodiscard]] virtual std::string write_cloud_mappings(const domain::Region& region) const = 0;
  /// The DeploymentQueue of the data model, for the output `deployment_queue`.
  [[nodiscard]] virtual std::string write_queue(const domain::DeploymentQueue& queue) const = 0;
};

}  // namespace shiptag::ports
