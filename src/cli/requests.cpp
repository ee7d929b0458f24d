#include "cli/requests.hpp"

#include <initializer_list>
#include <utility>

#include "base/text.hpp"
#include "cli/choices.hpp"

namespace shiptag::cli {
namespace {

using domain::Phase;

/// Refuses inputs that would be ignored: whoever sets them expects something else to happen.
Expected<void> check_unset(const Inputs& inputs, std::initializer_list<std::string_view> names,
                           const std::string& use) {
  for (const std::string_view name : names)
    if (!is_default(*find_input(name), inputs.text(name)))
      return fail(ReasonCode::invalid_input,
                  std::string(name) + " is " + in_quotes(inputs.text(name)) +
                      ", but it works only with " + use,
                  "leave " + std::string(name) + " out, or set " + use);
  return {};
}

/// Fills what every request has. An override without its reason is refused.
Expected<void> fill_common(operations::CommonRequest& request, const Inputs& inputs) {
  request.sub_project = inputs.text("sub_project");
  request.dry_run = inputs.flag("dry_run");
  request.keeps_records = inputs.text("github_deployment") != "off";
  request.github_environment = inputs.text("github_environment");
  if (!inputs.flag("override")) return {};
  if (inputs.text("override_reason").empty())
    return fail(ReasonCode::invalid_input, "override is 'true', but override_reason is empty",
                "set override_reason to the reason; it is recorded with the tag");
  request.override_reason = inputs.text("override_reason");
  return {};
}

/// `dispatch_workflow` is a file in `.github/workflows`, not a path that leads out of it.
template <typename Request>
Expected<void> fill_dispatch(Request& request, const Inputs& inputs) {
  constexpr std::string_view characters =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-";
  const std::string& name = inputs.text("dispatch_workflow");
  const bool is_file = name.find_first_not_of(characters) == std::string::npos &&
                       (name.ends_with(".yml") || name.ends_with(".yaml"));
  if (!name.empty() && !is_file)
    return fail(
        ReasonCode::invalid_input,
        "dispatch_workflow is " + in_quotes(name) + ": it must be the name of a workflow file",
        "use the file name alone, for example smoke.yml");
  request.dispatch_workflow = name;
  return {};
}

/// `job_status` as someone set it, or as action.yml has the runner fill it in.
void fill_status(operations::PhasedRequest& request, const Inputs& inputs) {
  constexpr std::string_view of_this_job = "this_job:";
  const std::string& status = inputs.text("job_status");
  if (status.starts_with(of_this_job))
    request.this_job_status = status.substr(of_this_job.size());
  else
    request.job_status = status;
}

Expected<void> fill_phased(operations::PhasedRequest& request, const Inputs& inputs) {
  request.environment = inputs.text("environment");
  request.region = inputs.text("region");
  request.phase = value_of(phases, inputs.text("phase"));
  fill_status(request, inputs);
  request.deployment_state = inputs.text("deployment_state");
  request.environment_url = inputs.text("environment_url");
  request.concurrency_group = inputs.text("concurrency_group");
  if (auto filled = fill_dispatch(request, inputs); !filled) return filled;
  if (request.phase != Phase::finish)
    if (auto fits = check_unset(inputs, {"deployment_state"}, "phase: finish"); !fits) return fits;
  return fill_common(request, inputs);
}

std::optional<domain::ObjectId> commit_of(const Inputs& inputs, const Checkout& checkout) {
  const auto given = inputs.commit("commit_sha");
  return given ? given : checkout.commit;
}

domain::DeployRules rules_of(const Inputs& inputs) {
  return {.allow_downgrade = inputs.flag("allow_downgrade"),
          .release_hold = inputs.flag("release_hold"),
          .require_deployed_in = inputs.text("require_deployed_in"),
          .approval = value_of(approvals, inputs.text("approval"))};
}

Expected<void> check_tag_type(const Inputs& inputs, domain::TagType type) {
  using enum domain::TagType;
  Expected<void> fits;
  if (type != environment)
    fits =
        check_unset(inputs,
                    {"environment", "force_move", "allow_downgrade", "release_hold",
                     "require_deployed_in", "approval", "github_deployment", "github_environment"},
                    "tag_type: environment");
  if (fits && type != state) fits = check_unset(inputs, {"state", "delete"}, "tag_type: state");
  if (fits && type != version) fits = check_unset(inputs, {"bump", "aliases"}, "tag_type: version");
  if (fits && inputs.text("bump").empty())
    fits = check_unset(inputs, {"prerelease_id", "within", "initial_version"}, "bump");
  return fits;
}

}  // namespace

Expected<operations::TagRequest> tag_request(const Inputs& inputs, const Checkout& checkout) {
  operations::TagRequest request;
  if (auto filled = fill_common(request, inputs); !filled) return fail(filled.error());
  request.rules = rules_of(inputs);
  if (auto filled = fill_dispatch(request, inputs); !filled) return fail(filled.error());
  request.tag_type = value_of(tag_types, inputs.text("tag_type"));
  if (auto fits = check_tag_type(inputs, request.tag_type); !fits) return fail(fits.error());
  request.version = inputs.text("version");
  request.bump = domain::bump_from(inputs.text("bump"));
  request.prerelease_id = inputs.text("prerelease_id");
  request.within = inputs.text("within");
  request.initial_version = inputs.text("initial_version");
  request.commit_sha = commit_of(inputs, checkout);
  request.state = domain::state_from(inputs.text("state"));
  request.environment = inputs.text("environment");
  request.force_move = inputs.flag("force_move");
  request.remove = inputs.flag("delete");
  request.aliases = inputs.flag("aliases");
  return request;
}

Expected<operations::DeployRequest> deploy_request(const Inputs& inputs, const Checkout& checkout) {
  operations::DeployRequest request;
  if (auto filled = fill_phased(request, inputs); !filled) return fail(filled.error());
  request.rules = rules_of(inputs);
  request.version = inputs.text("version");
  request.commit_sha = commit_of(inputs, checkout);
  request.names_commit = inputs.commit("commit_sha").has_value();
  request.move_env_tag = inputs.flag("move_env_tag");
  return request;
}

Expected<operations::RollbackRequest> rollback_request(const Inputs& inputs) {
  operations::RollbackRequest request;
  if (auto filled = fill_phased(request, inputs); !filled) return fail(filled.error());
  request.target_version = inputs.text("target_version");
  request.criteria = {.strategy = value_of(strategies, inputs.text("strategy")),
                      .prioritize_stable = inputs.flag("prioritize_stable"),
                      .exclude_deprecated = inputs.flag("exclude_deprecated"),
                      .exclude_unstable = inputs.flag("exclude_unstable"),
                      .history = value_of(histories, inputs.text("history"))};
  request.hold = value_of(hold_scopes, inputs.text("hold"));
  request.reason = inputs.text("reason");
  return request;
}

Expected<operations::HoldRequest> hold_request(const Inputs& inputs) {
  operations::HoldRequest request;
  if (auto filled = fill_common(request, inputs); !filled) return fail(filled.error());
  request.environment = inputs.text("environment");
  request.version = inputs.text("version");
  request.reason = inputs.text("reason");
  request.until = inputs.timestamp("until");
  return request;
}

Expected<operations::ResumeRequest> resume_request(const Inputs& inputs) {
  operations::ResumeRequest request;
  if (auto filled = fill_common(request, inputs); !filled) return fail(filled.error());
  request.environment = inputs.text("environment");
  request.version = inputs.text("version");
  request.reason = inputs.text("reason");
  return request;
}

}  // namespace shiptag::cli
