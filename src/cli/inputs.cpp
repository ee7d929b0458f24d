#include "cli/inputs.hpp"

#include <algorithm>
#include <array>

#include "cli/choices.hpp"

namespace shiptag::cli {
namespace {

using enum Operation;
constexpr std::size_t reason_bytes = 500;
constexpr OperationSet checked = {tag, deploy};

constexpr std::array known_inputs = {
    InputSpec{.name = "operation",
              .description = "What to do.",
              .kind = Kind::choice,
              .words = words_of<operation_rows>},
    InputSpec{
        .name = "sub_project",
        .description =
            "Path of the sub-project in a monorepo, for example api; empty for the root project."},
    InputSpec{.name = "remote",
              .description = "Repository whose tags to use: an https:// or file:// URL, or a path. "
                             "Default: the workflow's repository, else the workspace's origin."},
    InputSpec{.name = "token",
              .action_default = "${{ github.token }}",
              .description = "Token that may read and write the repository's contents. On the "
                             "command line it is read from SHIPTAG_TOKEN.",
              .kind = Kind::secret},
    InputSpec{.name = "dry_run",
              .fallback = "false",
              .description = "Check and decide everything, but write nothing.",
              .kind = Kind::flag},
    InputSpec{.name = "environments_dir",
              .description = "Folder in the workspace with the environments' configuration; none "
                             "turns off its checks. Default: environments, if it exists."},
    InputSpec{.name = "override",
              .fallback = "false",
              .description = "Lift the rule that blocks this run. Requires override_reason and, on "
                             "GitHub, a repository administrator who starts the run; elsewhere, "
                             "the environment variable ALLOW_PROTECTED_TAG_PUSH=true.",
              .kind = Kind::flag},
    InputSpec{.name = "override_reason",
              .description = "Why the rule is lifted; recorded with the tag.",
              .max_bytes = reason_bytes},
    InputSpec{.name = "timeout_seconds",
              .fallback = "60",
              .description = "Give up on the server after this many seconds, 1 to 3600.",
              .kind = Kind::number,
              .lowest = 1,
              .highest = 3600},
    InputSpec{.name = "tag_type",
              .fallback = "version",
              .description = "Kind of tag to create.",
              .used_by = {tag},
              .kind = Kind::choice,
              .words = words_of<tag_types>},
    InputSpec{.name = "version",
              .description = "Version: v1.2.3, 1.2.3, api/v1.2.3 with its sub-project, or a tag's "
                             "full ref. Without it, deploy uses the highest version on commit_sha, "
                             "and hold and resume apply to the whole environment.",
              .used_by = {tag, deploy, hold, resume}},
    InputSpec{.name = "bump",
              .description = "Create the next version instead of naming one.",
              .used_by = {tag},
              .kind = Kind::choice,
              .words = "major|minor|patch|premajor|preminor|prepatch|prerelease",
              .later = "auto"},
    InputSpec{.name = "prerelease_id",
              .fallback = "rc",
              .description = "First part of the pre-release that a bump creates: rc gives -rc.1.",
              .used_by = {tag}},
    InputSpec{.name = "within",
              .description =
                  "Bump only within a release line, such as v1 or v1.1, for maintenance branches.",
              .used_by = {tag}},
    InputSpec{.name = "initial_version",
              .description = "Version that a bump creates if there is none yet. Default: v0.1.0, "
                             "or the first version of the line in within.",
              .used_by = {tag}},
    InputSpec{.name = "commit_sha",
              .description = "Commit to tag or deploy, 40 hex digits. Default: the workflow's "
                             "commit, else the workspace's HEAD.",
              .used_by = checked,
              .kind = Kind::commit},
    InputSpec{.name = "state",
              .description = "State to mark the version with, for tag_type state.",
              .used_by = {tag},
              .kind = Kind::choice,
              .words = "stable|unstable|deprecated"},
    InputSpec{.name = "environment",
              .description =
                  "Environment, for example production. tag requires it for tag_type environment."},
    InputSpec{.name = "region",
              .description = "Region of the environment, for example us-east; empty for all.",
              .used_by = phased},
    InputSpec{.name = "force_move",
              .fallback = "false",
              .description = "Move an existing environment tag, for tag_type environment.",
              .used_by = {tag},
              .kind = Kind::flag},
    InputSpec{.name = "delete",
              .fallback = "false",
              .description = "Delete a state tag that was set by mistake; requires override.",
              .used_by = {tag},
              .kind = Kind::flag},
    InputSpec{
        .name = "aliases",
        .fallback = "false",
        .description = "Also move v1 and v1.2 if the version is the highest release of that line.",
        .used_by = {tag},
        .kind = Kind::flag},
    InputSpec{.name = "phase",
              .fallback = "complete",
              .action_default = "auto",
              .description = "start checks and announces a deployment, finish records how it "
                             "ended, complete does both at once. auto, the default in a workflow, "
                             "starts in the step and finishes when the job ends.",
              .used_by = phased,
              .kind = Kind::choice,
              .words = words_of<phases>},
    InputSpec{.name = "job_status",
              .action_default = "this_job:${{ job.status }}",
              .description =
                  "How the deployment ended: success, failure, cancelled, or skipped. Default: "
                  "this job's status, for phase auto and for finish in the job that ran start.",
              .used_by = phased},
    InputSpec{.name = "deployment_state",
              .description = "Output deployment_state of phase start, for phase finish.",
              .used_by = phased,
              .max_bytes = 65536},
    InputSpec{.name = "move_env_tag",
              .fallback = "true",
              .description = "Move the environment tag to the deployed commit. If false, nothing "
                             "is written and the deployment is not recorded in the history.",
              .used_by = {deploy},
              .kind = Kind::flag},
    InputSpec{
        .name = "environment_url",
        .description = "URL of the deployed environment. Default: the url in its environment.json.",
        .used_by = phased,
        .kind = Kind::url},
    InputSpec{.name = "allow_downgrade",
              .fallback = "false",
              .description = "Allow a version lower than the deployed one.",
              .used_by = checked,
              .kind = Kind::flag},
    InputSpec{.name = "release_hold",
              .fallback = "false",
              .description = "Lift the holds that block this deployment.",
              .used_by = checked,
              .kind = Kind::flag},
    InputSpec{
        .name = "require_deployed_in",
        .description =
            "Environment that the version must have been deployed to first, for example staging.",
        .used_by = checked},
    InputSpec{.name = "approval",
              .fallback = "auto",
              .description =
                  "Whether a person must approve: auto follows the environment's configuration, "
                  "required always requires it, advisory only warns, off does not check.",
              .used_by = checked,
              .kind = Kind::choice,
              .words = words_of<approvals>},
    InputSpec{.name = "github_deployment",
              .fallback = "auto",
              .description =
                  "Whether GitHub deployments are read and kept in sync. off ignores them, "
                  "and with them conflicts, the queue, and any history recorded only there.",
              .kind = Kind::choice,
              .words = "auto|off"},
    InputSpec{.name = "github_environment",
              .description = "GitHub environment of the deployment. Default: environment.",
              .max_bytes = 255},
    InputSpec{.name = "concurrency_group",
              .description = "Concurrency group whose queue is reported. Default: deploy- followed "
                             "by the environment tag, for example deploy-api/production.",
              .used_by = phased,
              .max_bytes = 400},
    InputSpec{.name = "dispatch_workflow",
              .description =
                  "Workflow in this repository to start once the tag is created or moved, for "
                  "example smoke.yml, because a push with GITHUB_TOKEN does not start one.",
              .used_by = versioned},
    InputSpec{.name = "target_version",
              .fallback = "auto",
              .description = "Version to roll back to; auto chooses one.",
              .used_by = {rollback}},
    InputSpec{.name = "strategy",
              .fallback = "semver",
              .description = "How auto chooses: semver takes the highest version below the current "
                             "one, last_deployed the one deployed before it.",
              .used_by = {rollback},
              .kind = Kind::choice,
              .words = words_of<strategies>},
    InputSpec{.name = "prioritize_stable",
              .fallback = "true",
              .description = "Prefer versions marked stable; for strategy semver.",
              .used_by = {rollback},
              .kind = Kind::flag},
    InputSpec{.name = "exclude_deprecated",
              .fallback = "true",
              .description = "Skip versions marked deprecated.",
              .used_by = {rollback},
              .kind = Kind::flag},
    InputSpec{.name = "exclude_unstable",
              .fallback = "false",
              .description = "Skip versions marked unstable.",
              .used_by = {rollback},
              .kind = Kind::flag},
    InputSpec{.name = "hold",
              .fallback = "environment",
              .description = "What the rollback puts on hold: the whole environment, the withdrawn "
                             "version, or nothing.",
              .used_by = {rollback},
              .kind = Kind::choice,
              .words = words_of<hold_scopes>},
    InputSpec{.name = "reason",
              .description = "Reason, in one line, for whoever looks at this later.",
              .used_by = {rollback, hold, resume},
              .max_bytes = reason_bytes},
    InputSpec{.name = "history",
              .fallback = "required",
              .description = "Whether a target must have been deployed to the environment before.",
              .used_by = {rollback},
              .kind = Kind::choice,
              .words = words_of<histories>},
    InputSpec{.name = "until",
              .description = "When the hold expires, for example 2026-01-02T08:00:00Z.",
              .used_by = {hold},
              .kind = Kind::timestamp},
};

}  // namespace

std::span<const InputSpec> all_inputs() noexcept {
  return known_inputs;
}

const InputSpec* find_input(std::string_view name) noexcept {
  const auto* const at = std::ranges::find(known_inputs, name, &InputSpec::name);
  return at == known_inputs.end() ? nullptr : &*at;
}

}  // namespace shiptag::cli
