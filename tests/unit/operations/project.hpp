#pragma once
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "adapters/json/ledger_format.hpp"
#include "entity.hpp"
#include "fakes/fake_clock.hpp"
#include "fakes/fake_tag_store.hpp"
#include "fakes/ledger_lines.hpp"
#include "operations/context.hpp"
#include "operations/deploying/deploy.hpp"
#include "operations/deploying/rollback.hpp"
#include "operations/holding/hold.hpp"
#include "operations/holding/resume.hpp"
#include "operations/tagging/tag.hpp"

namespace shiptag::tests {

/// Environments as a test sets them up; everything is configured unless it says otherwise.
class FakeEnvironments final : public ports::EnvironmentSource {
 public:
  std::set<std::string> folders = {};
  domain::EnvironmentConfig config = {};  ///< What load() gives, but for the name.

  Expected<domain::EnvironmentNames> names() override { return domain::EnvironmentNames(folders); }
  Expected<domain::EnvironmentConfig> load(std::string_view environment,
                                           std::string_view /*region*/) override {
    auto loaded = config;
    loaded.environment.name = environment;
    return loaded;
  }
};

class SilentLog final : public ports::Log {
 public:
  void debug(std::string_view /*line*/) override {}
};

/// A project on a server in memory, and a person or a run that works on it.
class Project {
 public:
  fakes::FakeTagStore tags;
  adapters::json::LedgerFormat ledger_format;
  FakeEnvironments environments;
  fakes::FakeClock clock;
  SilentLog log;
  domain::RunContext run{
      .actor = "octocat", .triggering_actor = "octocat", .actor_email = "octocat@example.com"};
  operations::Ports ports{tags, ledger_format, environments, clock, log, run};

  Project() { environments.config.states_approval = false; }

  /// Makes this a job of a workflow's run.
  void in_run(std::string id, std::string job = "deploy") {
    run.in_workflow = true;
    run.repository = "org/repo";
    run.run_url = "https://git.example.com/org/repo/actions/runs/" + id;
    run.run_id = std::move(id);
    run.job = std::move(job);
  }

  /// Tags each of `versions` on the commit that ledger_lines.hpp gives it.
  void has_versions(const std::vector<std::string>& versions) {
    for (const std::string& name : versions)
      tags.put(name, {fakes::commit_of(name), {"octocat", "octocat@example.com"}, {}, name + "\n"});
  }

  domain::Outcome deploy(const std::string& version, const std::string& region = {}) {
    operations::DeployRequest request;
    request.environment = "production";
    request.version = version;
    request.region = region;
    return operations::deploy(request, ports);
  }

  [[nodiscard]] domain::Ledger ledger(const std::string& tag = "production") const {
    return ledger_format.read_ledger(tags.message(tag)).value();
  }
  /// The versions of the ledger's lines, newest first: `deploy v1.0.2, hold v1.0.2`.
  [[nodiscard]] std::string history(const std::string& tag = "production") const {
    std::string text;
    const auto ledger = this->ledger(tag);
    for (const auto& line : ledger.lines())
      text += (text.empty() ? "" : ", ") + std::string(to_string(line.operation)) + " " +
              (line.version ? line.version->str() : "-") +
              (line.region.empty() ? "" : "@" + line.region);
    return text;
  }
  /// The commit a tag is on, as hex; empty if there is no such tag.
  [[nodiscard]] std::string commit_at(const std::string& tag) const {
    const auto found = tags.find(tag);
    return found ? found->commit.hex() : "";
  }
  [[nodiscard]] auto writes() const { return tags.count(fakes::FakeTagStore::Call::update); }
};

/// `refused/held`
inline std::string verdict(const domain::Outcome& outcome) {
  return std::string(to_string(outcome.decision)) + "/" +
         std::string(to_string(outcome.reason_code));
}

/// The output `name`; `(unset)` if there is none.
inline std::string output(const domain::Outcome& outcome, std::string_view name) {
  for (const auto& [key, value] : outcome.outputs)
    if (key == name) return value;
  return "(unset)";
}

}  // namespace shiptag::tests
