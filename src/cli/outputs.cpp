#include "cli/outputs.hpp"

#include <array>

namespace shiptag::cli {
namespace {

using enum Operation;

constexpr std::array known_outputs = {
    OutputSpec{"decision", "done, unchanged, planned (by a dry run), refused, or failed."},
    OutputSpec{"reason_code", "Why, as one of the words in docs/reason-codes.md."},
    OutputSpec{"result", "Everything as one line of JSON."},
    OutputSpec{"version", "Version without its sub-project, for example v1.2.3.", versioned},
    OutputSpec{"full_version", "Version with its sub-project, for example api/v1.2.3.", versioned},
    OutputSpec{"tag_name", "Name of the tag, for example api/v1.2.3 or api/production."},
    OutputSpec{"tag_type", "Kind of tag: version, environment, or state.", {tag}},
    OutputSpec{"commit_sha", "Commit that the tag points to, 40 hex digits."},
    OutputSpec{"previous_version",
               "Version that ran before, for example v1.2.2; empty if there was none. tag sets it "
               "only for an environment tag.",
               versioned},
    OutputSpec{"aliases", "Alias tags of the version, separated by commas.", {tag}},
    OutputSpec{"environment",
               "Environment, for example production. tag sets it only for an "
               "environment tag."},
    OutputSpec{"region", "Region, or empty for all.", phased},
    OutputSpec{"target_version", "Version that a rollback chose, for example v1.2.2.", {rollback}},
    OutputSpec{"deployment_id", "Identifier of the deployment.", phased},
    OutputSpec{"status", "Status of the deployment: in_progress, succeeded, failed, or cancelled.",
               phased},
    OutputSpec{"deployment_state", "What phase finish needs from phase start.", phased},
    OutputSpec{"queue_position", "Position in the queue; empty unless the deployment is waiting.",
               phased},
    OutputSpec{"estimated_wait_time", "Estimated seconds until its turn, if known.", phased},
    OutputSpec{"deployment_queue", "Which run is deploying and which runs are waiting, as JSON.",
               phased},
    OutputSpec{"config_path", "Folder of the environment's configuration.", phased},
    OutputSpec{"secrets_file", "The environment's encrypted secrets file.", phased},
    OutputSpec{"cloud_mappings", "Region names by cloud provider, as JSON; empty without region.",
               phased},
    OutputSpec{"environment_url", "URL of the deployed environment.", phased},
    OutputSpec{"dispatched_run", "URL of the run that dispatch_workflow started.", versioned},
};

}  // namespace

std::span<const OutputSpec> all_outputs() noexcept {
  return known_outputs;
}

}  // namespace shiptag::cli
