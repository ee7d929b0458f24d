#include "domain/deploy_checks.hpp"

#include <algorithm>

namespace shiptag::domain {
namespace {

using Level = Notice::Level;

void check_tag(const DeployFacts& facts, DeployVerdict& verdict) {
  if (facts.tag) return;
  verdict.refusals.push_back(
      {ReasonCode::version_not_found, "there is no tag " + facts.version.str(),
       "create it first with operation: tag, or name a version that has one"});
}

void check_config(const DeployFacts& facts, DeployVerdict& verdict) {
  verdict.refusals.insert(verdict.refusals.end(), facts.config.faults.begin(),
                          facts.config.faults.end());
  for (const std::string& notice : facts.config.notices)
    verdict.notices.push_back({Level::notice, "Configuration", notice});
}

/// The hold that lasts longest, and how many there are.
std::string described(const std::vector<Hold>& holds, const std::string& environment) {
  const auto ends_later = [](const Hold& a, const Hold& b) {
    return !a.until || (b.until && *b.until < *a.until);
  };
  std::string longest = std::ranges::min_element(holds, ends_later)->describe(environment);
  if (holds.size() == 1) return longest;
  return longest + "; the longest of " + std::to_string(holds.size()) + " holds";
}

void check_holds(const DeployFacts& facts, DeployVerdict& verdict) {
  if (!facts.tag) return;
  const auto in_the_way = blocking(facts.holds, facts.tag->commit);
  if (in_the_way.empty()) return;
  if (facts.rules.release_hold) {
    verdict.released = in_the_way;
    return;
  }
  const std::string& environment = facts.config.environment.name;
  verdict.refusals.push_back({ReasonCode::held,
                              facts.version.str() + " cannot be deployed to " + environment + ": " +
                                  described(in_the_way, environment),
                              "lift it with operation: resume, or deploy with release_hold: true"});
}

void check_states(const DeployFacts& facts, DeployVerdict& verdict) {
  if (!facts.tag) return;
  const std::string name = facts.version.str();
  if (facts.tag->deprecated)
    verdict.refusals.push_back({ReasonCode::deprecated,
                                name + " is marked deprecated by the tag " + name + "-deprecated",
                                "deploy another version"});
  if (facts.tag->unstable && facts.config.environment.is_production)
    verdict.notices.push_back(
        {Level::warning, "Unstable version",
         name + " is marked unstable and is going to " + facts.config.environment.name});
}

void check_promotion(const DeployFacts& facts, DeployVerdict& verdict) {
  if (facts.rules.require_deployed_in.empty() || facts.was_deployed_there) return;
  verdict.refusals.push_back(
      {ReasonCode::not_deployed_in,
       facts.version.str() + " was never deployed to " + facts.rules.require_deployed_in,
       "deploy it to " + facts.rules.require_deployed_in + " first"});
}

void check_order(const DeployFacts& facts, DeployVerdict& verdict) {
  if (!facts.running || facts.version >= *facts.running || facts.rules.allow_downgrade) return;
  verdict.refusals.push_back(
      {ReasonCode::stale,
       facts.version.str() + " is lower than " + facts.running->str() + ", which " +
           facts.config.environment.name + (facts.region.empty() ? "" : " in " + facts.region) +
           " is running now",
       "to go back, use operation: rollback; to deploy it anyway, set allow_downgrade: true"});
}

void check_conflict(const DeployFacts& facts, DeployVerdict& verdict) {
  if (!facts.under_way.empty())
    verdict.refusals.push_back(while_under_way(facts.under_way.front(), facts.retry_url));
}

Error not_approved(const DeployFacts& facts) {
  const std::string& name = facts.config.environment.name;
  const std::string rule = "a deployment to " + name + " must be approved, but ";
  if (facts.approved == Approved::cannot_be_seen)
    return {ReasonCode::approval_required, rule + "approvals cannot be read from git alone",
            "have it approved in the system that runs the job, then set approval: off"};
  return {ReasonCode::approval_required, rule + "nobody has approved this run for " + name,
          "declare environment: " + name +
              " in this job or one that it needs, and require reviewers in Settings, Environments "
              "(in a private repository, that requires GitHub Enterprise); or set approval: off"};
}

void check_approval(const DeployFacts& facts, DeployVerdict& verdict) {
  if (needs_approval(facts.config, facts.rules.approval)) {
    if (facts.approved != Approved::yes) verdict.refusals.push_back(not_approved(facts));
    return;
  }
  const Environment& environment = facts.config.environment;
  const bool wanted = environment.requires_approval && !facts.config.states_approval;
  if (facts.rules.approval == Approval::advisory)
    verdict.notices.push_back({Level::warning, "No approval",
                               "approval is advisory: nobody checked whether this deployment to " +
                                   environment.name + " was approved"});
  else if (wanted && facts.rules.approval != Approval::off)
    verdict.notices.push_back({Level::notice, "No approval",
                               "deployments to " + environment.name +
                                   " do not require approval; set requires_approval in its "
                                   "environment.json to true or false"});
}

}  // namespace

bool needs_approval(const EnvironmentConfig& config, Approval approval) {
  return approval == Approval::required ||
         (approval == Approval::automatic && config.states_approval.value_or(false));
}

Error while_under_way(const UnderWay& other, const std::string& retry_url) {
  const LedgerLine& line = other.line;
  const std::string what = line.version ? line.version->str() : "another version";
  return {ReasonCode::conflict,
          what + " is being deployed to " + line.environment +
              (line.region.empty() ? "" : " in " + line.region) + ": " + line.triggered_by +
              " started it" + (line.started_at ? " at " + line.started_at->rfc3339() : "") +
              (other.url.empty() ? "" : ", " + other.url),
          "wait for that run to end, or cancel it; then run this again" +
              (retry_url.empty() ? "" : ": " + retry_url)};
}

DeployVerdict check_deploy(const DeployFacts& facts) {
  DeployVerdict verdict{.refusals = facts.found};
  check_tag(facts, verdict);
  check_config(facts, verdict);
  check_holds(facts, verdict);
  check_states(facts, verdict);
  check_promotion(facts, verdict);
  check_order(facts, verdict);
  check_conflict(facts, verdict);
  check_approval(facts, verdict);
  return verdict;
}

}  // namespace shiptag::domain
