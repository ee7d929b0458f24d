#include "operations/resume.hpp"

#include "operations/hold_change.hpp"

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

Expected<void> resume(const ResumeRequest& request, Run& run) {
  const auto scope = open_scope(request.sub_project, request.version, run.world);
  if (!scope) return fail(scope.error());
  if (auto place = check_place(*scope, request.environment, ""); !place) return place;
  const std::string tag_name = scope->tag(request.environment);
  const std::string what = request.version.empty() ? tag_name : request.version + " in " + tag_name;
  const domain::Place place{scope->sub_project, request.environment, ""};
  const HoldChange change{.operation = domain::LedgerOperation::resume,
                          .environment = request.environment,
                          .version = request.version,
                          .reason = request.reason,
                          .dry_run = request.dry_run,
                          .survey = survey_of(request, place, run.world),
                          .apply = without,
                          .done = request.version.empty() ? what + " is open to deployments again"
                                                          : what + " is held no more",
                          .already = what + " is not held"};
  return change_holds(change, *scope, run);
}

}  // namespace

domain::Outcome resume(const ResumeRequest& request, World& world) {
  domain::Outcome outcome{.operation = "resume"};
  Run run{world, outcome};
  if (const auto done = resume(request, run); !done) outcome.end(done.error());
  return outcome;
}

}  // namespace shiptag::operations
