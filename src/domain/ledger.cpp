#include "domain/ledger.hpp"

#include <algorithm>
#include <array>
#include <set>

namespace shiptag::domain {
namespace {

const LedgerLine* address(const std::vector<LedgerLine>& lines,
                          std::vector<LedgerLine>::const_iterator at) {
  return at == lines.end() ? nullptr : &*at;
}

bool sets(const LedgerLine& line, std::string_view region) {
  return line.is_deployment() && (region.empty() || line.region.empty() || line.region == region);
}

std::string what_was_done(const LedgerLine& line) {
  constexpr std::array<std::string_view, 5> verbs = {"Deployed", "Rolled back", "Tagged",
                                                     "Put on hold", "Resumed"};
  std::string text(verbs.at(static_cast<std::size_t>(line.operation)));
  if (!line.region.empty())
    text = line.operation == LedgerOperation::rollback
               ? "Rolled " + line.region + " back to " + line.version->str()
               : text + " " + line.version->str() + " to " + line.region;
  return text + " by " + line.triggered_by;
}

std::string first_line(std::string_view tag_name, const Ledger& ledger) {
  const LedgerLine* move = ledger.newest_move();
  if (move == nullptr || !move->version) return std::string(tag_name);
  return std::string(tag_name) + " points to " + move->version->str();
}

std::string held_line(const Hold& hold) {
  std::string text = hold.version.empty() ? "On hold" : hold.version + " on hold";
  text += " since " + hold.since.rfc3339() + " by " + hold.triggered_by;
  if (hold.until) text += " until " + hold.until->rfc3339();
  return hold.reason.empty() ? text : text + ": " + hold.reason;
}

std::string overridden_line(const LedgerLine& line) {
  const Override& record = *line.override_used;
  return "Override by " + (record.by.empty() ? line.triggered_by : record.by) + ": " +
         record.reason + "\n";
}

}  // namespace

void Ledger::append(LedgerLine line) {
  lines_.insert(lines_.begin(), std::move(line));
  std::size_t bytes = 0;
  for (const LedgerLine& each : lines_) bytes += each.text.size() + 1;
  const auto is_full = [&](std::size_t lines) {
    return lines > 1 && (lines > max_lines || bytes > max_bytes);
  };
  if (!is_full(lines_.size())) return;
  std::size_t left = lines_.size();
  std::vector<bool> is_dropped(lines_.size(), false);
  for (const std::size_t victim : in_the_order_they_go()) {
    if (!is_full(left)) break;
    is_dropped[victim] = true;
    bytes -= lines_[victim].text.size() + 1;
    --left;
  }
  std::size_t index = 0;
  std::erase_if(lines_, [&](const LedgerLine& /*line*/) { return is_dropped[index++]; });
}

std::vector<std::size_t> Ledger::in_the_order_they_go() const {
  // A hold says nothing about what was deployed, so it cannot stand in for a line that does.
  std::set<std::pair<std::optional<Version>, std::string>> told;
  std::set<std::pair<std::optional<Version>, std::string>> deployed;
  std::vector<std::size_t> superseded;
  std::vector<std::size_t> others;
  const LedgerLine* move = newest_move();
  for (std::size_t index = 0; index < lines_.size(); ++index) {
    const LedgerLine& line = lines_[index];
    const std::pair key{line.version, line.region};
    const bool is_told = (line.is_deployment() ? deployed : told).contains(key);
    if (index > 0) (is_told && &line != move ? superseded : others).push_back(index);
    told.insert(key);
    if (line.is_deployment()) deployed.insert(key);
  }
  std::ranges::reverse(superseded);
  superseded.insert(superseded.end(), others.rbegin(), others.rend());
  return superseded;
}

const LedgerLine* Ledger::running(std::string_view region) const {
  return address(lines_, std::ranges::find_if(
                             lines_, [&](const LedgerLine& line) { return sets(line, region); }));
}

std::vector<std::string> Ledger::regions() const {
  std::set<std::string> names;
  for (const LedgerLine& line : lines_)
    if (line.is_deployment() && !line.region.empty()) names.insert(line.region);
  return {names.begin(), names.end()};
}

std::vector<const LedgerLine*> Ledger::deployments(std::string_view region) const {
  std::vector<const LedgerLine*> found;
  for (const LedgerLine& line : lines_)
    if (line.version && sets(line, region)) found.push_back(&line);
  return found;
}

const LedgerLine* Ledger::newest_of(const Version& version, std::string_view region) const {
  return address(lines_, std::ranges::find_if(lines_, [&](const LedgerLine& line) {
                   return sets(line, region) && line.version == version;
                 }));
}

bool Ledger::was_deployed(const Version& version, std::string_view region) const {
  return newest_of(version, region) != nullptr;
}

const LedgerLine* Ledger::find(std::string_view deployment_id) const {
  return address(lines_, std::ranges::find(lines_, deployment_id, &LedgerLine::deployment_id));
}

const LedgerLine* Ledger::find_run(std::string_view identity_hash) const {
  if (identity_hash.empty()) return nullptr;
  return address(lines_, std::ranges::find_if(lines_, [&](const LedgerLine& line) {
                   return identity_suffix(line.deployment_id) == identity_hash;
                 }));
}

const LedgerLine* Ledger::newest_move() const {
  return address(lines_, std::ranges::find(lines_, true, &LedgerLine::will_move_env_tag));
}

std::vector<Hold> Ledger::holds(Timestamp now) const {
  if (lines_.empty()) return {};
  return active(lines_.front().holds, now);
}

bool Ledger::fits(const ObjectId& commit) const {
  const LedgerLine* move = newest_move();
  return move != nullptr && move->commit_sha == commit;
}

std::vector<std::string> every_region(const std::vector<std::string>& configured,
                                      const Ledger& ledger) {
  if (!configured.empty()) return configured;
  auto named = ledger.regions();
  if (named.empty()) named.emplace_back();
  return named;
}

std::optional<Version> highest_running(const Ledger& ledger,
                                       const std::vector<std::string>& regions) {
  std::optional<Version> highest;
  for (const std::string& region : regions) {
    const LedgerLine* line = ledger.running(region);
    if (line != nullptr && line->version && (!highest || *highest < *line->version))
      highest = line->version;
  }
  return highest;
}

std::string ledger_message(std::string_view tag_name, const Ledger& ledger,
                           std::string_view run_url) {
  const LedgerLine& newest = ledger.lines().front();
  std::string message = first_line(tag_name, ledger) + "\n\n" + what_was_done(newest);
  if (!run_url.empty()) message += ", " + std::string(run_url);
  message += "\n";
  if (!newest.reason.empty()) message += "Reason: " + newest.reason + "\n";
  if (newest.override_used) message += overridden_line(newest);
  for (const Hold& hold : newest.holds) message += held_line(hold) + "\n";
  message += "\n";
  for (const LedgerLine& line : ledger.lines()) message += line.text + "\n";
  return message;
}

}  // namespace shiptag::domain
