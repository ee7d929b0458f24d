#pragma once
#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "ports/forge.hpp"

namespace shiptag::fakes {

/// A forge in memory. It counts what it is asked, and fails or dies where a test says so.
class FakeForge final : public ports::DeploymentLog,
                        public ports::WorkflowRuns,
                        public ports::Permissions {
 public:
  // What a test sets up.
  std::map<std::string, ports::RunState> runs = {};
  std::map<std::string, std::vector<ports::GroupMember>> groups = {};
  std::map<std::string, std::string> approvals = {};  ///< Who, by `<run>/<environment>`.
  std::vector<std::string> administrators = {};
  bool requires_reviewers = false;
  std::vector<ports::Obstacle> obstacles = {};
  std::size_t page = 100;
  std::map<std::string, Error> failures = {};  ///< By the name of the function, every time.
  bool loses_answer_to_open = false;           ///< Once: done, but `unavailable`.
  bool loses_request_to_open = false;          ///< Once: `unavailable`, and not done.
  Timestamp now = Timestamp::parse("2025-11-21T10:30:45Z").value();

  // What a test looks at afterwards.
  std::vector<domain::ForgeRecord> records = {};  ///< Oldest first.
  std::vector<std::string> requests = {};         ///< `read`, `open`, `change`, …
  std::vector<std::string> statuses = {};         ///< `D1 in_progress`, in order.
  std::vector<ports::Dispatch> dispatches = {};

  /// A deployment that shiptag recorded.
  domain::ForgeRecord& has(domain::LedgerLine line, domain::RecordState state) {
    domain::ForgeRecord record{
        .id = "D" + std::to_string(records.size() + 1), .state = state, .created_at = now};
    using enum domain::RecordState;
    if (state == succeeded || state == inactive) record.succeeded_at = line.completed_at;
    record.run_id = line.workflow_run_id;
    record.line = std::move(line);
    return records.emplace_back(std::move(record));
  }

  [[nodiscard]] domain::ForgeRecord* find_record(const std::string& id) {
    const auto at = std::ranges::find(records, id, &domain::ForgeRecord::id);
    return at == records.end() ? nullptr : &*at;
  }

  // The ports.
  Expected<ports::EnvironmentRecords> read(const ports::RecordsQuery& query) override {
    if (auto entered = enter("read"); !entered) return fail(entered.error());
    ports::EnvironmentRecords found{.requires_reviewers = requires_reviewers};
    const std::size_t skipped = query.older.empty() ? 0 : std::stoul(query.older);
    for (std::size_t i = skipped; i < records.size() && i < skipped + page; ++i)
      found.newest_first.push_back(records[records.size() - 1 - i]);
    if (skipped + page < records.size()) found.older = std::to_string(skipped + page);
    for (const auto& obstacle : obstacles)
      if (std::ranges::count(query.commits, obstacle.commit) > 0)
        found.obstacles.push_back(obstacle);
    return found;
  }

  Expected<std::string> open(const ports::NewForgeRecord& record) override {
    if (auto entered = enter("open"); !entered) return fail(entered.error());
    if (std::exchange(loses_request_to_open, false))
      return fail(ReasonCode::unavailable, "the connection was lost");
    const std::string id = has(record.line, domain::RecordState::queued).id;
    if (!std::exchange(loses_answer_to_open, false)) return id;
    return fail(ReasonCode::unavailable, "the answer was lost");
  }

  Expected<void> change(const std::vector<ports::StatusChange>& changes) override {
    if (auto entered = enter("change"); !entered) return entered;
    for (const ports::StatusChange& change : changes) {
      statuses.push_back(change.id + " " + word(change.to));
      if (auto* record = find_record(change.id)) apply(*record, change.to);
    }
    return {};
  }

  Expected<std::optional<std::vector<ports::GroupMember>>> group(const std::string& name) override {
    using Members = std::optional<std::vector<ports::GroupMember>>;
    if (auto entered = enter("group"); !entered) return fail(entered.error());
    const auto at = groups.find(name);
    return at == groups.end() ? Members() : Members(at->second);
  }

  Expected<std::optional<ports::RunState>> find(const std::string& run_id) override {
    if (auto entered = enter("find"); !entered) return fail(entered.error());
    const auto at = runs.find(run_id);
    return at == runs.end() ? std::nullopt : std::optional(at->second);
  }

  Expected<std::string> start(const ports::Dispatch& dispatch) override {
    if (auto entered = enter("start"); !entered) return fail(entered.error());
    dispatches.push_back(dispatch);
    return "https://git.example.com/org/repo/actions/runs/99";
  }

  Expected<std::optional<std::string>> approver(const std::string& run_id,
                                                const std::string& environment) override {
    if (auto entered = enter("approver"); !entered) return fail(entered.error());
    const auto at = approvals.find(run_id + "/" + environment);
    return at == approvals.end() ? std::nullopt : std::optional(at->second);
  }

  Expected<bool> is_administrator(const std::string& login) override {
    if (auto entered = enter("is_administrator"); !entered) return fail(entered.error());
    return std::ranges::find(administrators, login) != administrators.end();
  }

 private:
  using To = ports::StatusChange::To;

  Expected<void> enter(const char* what) {
    requests.emplace_back(what);
    const auto failure = failures.find(what);
    if (failure == failures.end()) return {};
    return fail(failure->second);
  }

  static std::string word(To to) {
    switch (to) {
      case To::queued:
        return "queued";
      case To::in_progress:
        return "in_progress";
      case To::succeeded:
        return "succeeded";
      case To::failed:
        return "failed";
      case To::cancelled:
        return "cancelled";
      case To::inactive:
        break;
    }
    return "inactive";
  }

  void apply(domain::ForgeRecord& record, To to) const {
    using enum domain::RecordState;
    switch (to) {
      case To::queued:
        record.state = queued;
        break;
      case To::in_progress:
        record.state = in_progress;
        break;
      case To::succeeded:
        record.state = succeeded;
        record.succeeded_at = now;
        break;
      case To::failed:
      case To::cancelled:
        record.state = failed;
        break;
      case To::inactive:
        record.state = inactive;
        break;
    }
  }
};

}  // namespace shiptag::fakes
