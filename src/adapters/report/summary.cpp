#include "adapters/report/summary.hpp"

#include <algorithm>
#include <map>

#include "base/text.hpp"

namespace shiptag::adapters::report {
namespace {

constexpr std::size_t longest_cell = 1000;
constexpr std::size_t longest_line = 2000;
constexpr std::size_t most_server_lines = 100;

std::string cell(std::string_view text) {
  return printable(text, longest_cell);
}

Table decision(const domain::Outcome& outcome) {
  Table table{.title = {}, .columns = {}, .rows = {}};
  table.rows.push_back({"Decision", std::string(to_string(outcome.decision))});
  table.rows.push_back({"Reason code", std::string(to_string(outcome.reason_code))});
  for (const domain::Finding& finding : outcome.findings)
    table.rows.push_back({cell(finding.subject), cell(finding.value)});
  return table;
}

bool contains(const std::vector<domain::Version>& versions, const domain::Version& version) {
  return std::ranges::find(versions, version) != versions.end();
}

std::string why_accepted(const domain::RollbackTarget& target, const domain::Version& version) {
  if (contains(target.passed_over, version)) return "higher than the chosen one, but passed over";
  const bool chosen = target.target_version && target.target_version->version == version;
  return chosen && target.target_version->is_stable() ? "marked stable" : "";
}

void add_accepted(Table& table, const domain::RollbackTarget& target) {
  std::size_t shown = 0;
  for (const domain::Version& version : target.candidate_versions) {
    const bool chosen = target.target_version && target.target_version->version == version;
    if (!chosen && ++shown > most_rows) continue;
    table.rows.push_back(
        {cell(version.str()), chosen ? "chosen" : "accepted", why_accepted(target, version)});
  }
  const std::size_t more = shown - std::min(shown, most_rows) + target.more_accepted;
  if (more > 0) table.remark = std::to_string(more) + " more were accepted. ";
}

/// `3 deprecated, 20 never_deployed`
std::string counted(const std::map<ReasonCode, std::size_t>& reasons) {
  std::string text;
  for (const auto& [reason, count] : reasons)
    text.append(text.empty() ? "" : ", ")
        .append(std::to_string(count))
        .append(" ")
        .append(to_string(reason));
  return text;
}

void add_rejected(Table& table, const domain::RollbackTarget& target) {
  for (const domain::RejectedVersion& rejected : target.rejected_versions)
    table.rows.push_back(
        {cell(rejected.version.str()), "rejected",
         std::string(to_string(rejected.reason)) + ": " + cell(rejected.explanation)});
  if (!target.more_rejected.empty())
    table.remark += "More were rejected: " + counted(target.more_rejected);
}

Table versions(const domain::RollbackTarget& target) {
  Table table{"Versions considered", {"Version", "Decision", "Reason"}, {}};
  add_accepted(table, target);
  add_rejected(table, target);
  return table;
}

Table holds(const std::vector<domain::Hold>& active) {
  Table table{"Holds", {"What", "Since", "Until", "By", "Reason"}, {}};
  for (const domain::Hold& hold : active) {
    if (table.rows.size() == most_rows) {
      table.remark = std::to_string(active.size() - most_rows) + " more";
      break;
    }
    table.rows.push_back({hold.version.empty() ? "the environment" : cell(hold.version),
                          hold.since.rfc3339(),
                          hold.until ? hold.until->rfc3339() : "it is resumed",
                          cell(hold.triggered_by), cell(hold.reason)});
  }
  return table;
}

Table notices(const std::vector<domain::Notice>& all) {
  Table table{"Notices", {"Level", "About", "Message"}, {}};
  for (const domain::Notice& notice : all)
    table.rows.push_back({notice.level == domain::Notice::Level::warning ? "warning" : "notice",
                          cell(notice.title), cell(notice.message)});
  return table;
}

void add_lines(std::vector<std::string>& lines, std::string_view text) {
  for (const std::string_view line : split(text, '\n')) {
    if (lines.size() == most_server_lines) return;
    if (trimmed(line).empty()) continue;
    const std::size_t end = line.find_last_not_of(" \t\r") + 1;  // Its indentation may matter.
    lines.push_back(printable(line.substr(0, end), longest_line));
  }
}

std::string title_of(const domain::Outcome& outcome) {
  const std::string name = outcome.operation.empty() ? "shiptag" : "shiptag " + outcome.operation;
  // That the end of a deployment was recorded does not mean that it succeeded.
  const bool has_ended = outcome.deployment && is_terminal(outcome.deployment->status) &&
                         outcome.deployment->status != domain::DeploymentStatus::succeeded;
  return name + ": " + std::string(to_string(outcome.decision)) + " (" +
         std::string(to_string(outcome.reason_code)) + ")" +
         (has_ended ? ", the deployment " +
                          (outcome.deployment->status == domain::DeploymentStatus::failed
                               ? std::string("failed")
                               : std::string("was cancelled"))
                    : "");
}

}  // namespace

Summary summarize(const domain::Outcome& outcome) {
  Summary summary{.title = title_of(outcome),
                  .headline = printable(outcome.headline, longest_line),
                  .tables = {decision(outcome)},
                  .details = {},
                  .hint = printable(outcome.hint, longest_line)};
  if (outcome.rollback_target) {
    Table considered = versions(*outcome.rollback_target);
    if (!considered.rows.empty()) summary.tables.push_back(std::move(considered));
  }
  if (outcome.holds && !outcome.holds->empty()) summary.tables.push_back(holds(*outcome.holds));
  if (!outcome.notices.empty()) summary.tables.push_back(notices(outcome.notices));
  add_lines(summary.details, outcome.detail);
  for (const std::string& message : outcome.server_messages) add_lines(summary.details, message);
  return summary;
}

}  // namespace shiptag::adapters::report
