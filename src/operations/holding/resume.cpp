#include "operations/holding/resume.hpp"

#include "operations/holding/hold_change.hpp"

namespace shiptag::operations {
namespace {

/// All holds, or, with a version, those that name its commit.
std::optional<std::vector<domain::Hold>> without(std::vector<domain::Hold> active,
                                                 const std::optional<domain::Candidate>& held) {
  const auto lifted = std::erase_if(
      active, [&](const domain::Hold& hold) { return !held || hold.commit_sha == held->commit; });
  if (lifted == 0) return std::nullopt;
  return active;
}

Expected<void> resume(const ResumeRequest& request, Context& context) {
  const auto sub_project = open_sub_project(request.sub_project, request.version, context.ports);
  if (!sub_project) return fail(sub_project.error());
  if (auto place = check_place(*sub_project, request.environment, ""); !place) return place;
  const std::string tag_name = sub_project->tag(request.environment);
  const std::string what = request.version.empty() ? tag_name : request.version + " in " + tag_name;
  const domain::Place place{sub_project->path, request.environment, ""};
  const HoldChange change{.operation = domain::LedgerOperation::resume,
                          .environment = request.environment,
                          .version = request.version,
                          .reason = request.reason,
                          .dry_run = request.dry_run,
                          .forge_records = forge_records_of(request, place, context.ports),
                          .apply = without,
                          .done = request.version.empty() ? what + " is open to deployments again"
                                                          : what + " is no longer on hold",
                          .already = what + " is not on hold"};
  return change_holds(change, *sub_project, context);
}

}  // namespace

domain::Outcome resume(const ResumeRequest& request, Ports& ports) {
  domain::Outcome outcome{.operation = "resume"};
  Context context{ports, outcome};
  if (const auto done = resume(request, context); !done) outcome.end(done.error());
  return outcome;
}

}  // namespace shiptag::operations
