#include "domain/forge_record.hpp"

#include <algorithm>
#include <functional>
#include <utility>

namespace shiptag::domain {
namespace {

const ForgeRecord* find(const std::vector<ForgeRecord>& records, auto fits) {
  const auto at = std::ranges::find_if(records, fits);
  return at == records.end() ? nullptr : &*at;
}

}  // namespace

bool Place::has(const LedgerLine& line) const {
  return line.version && line.version->sub_project_path() == sub_project &&
         line.environment == environment;
}

bool Place::overlaps(const LedgerLine& line) const {
  return has(line) && (region.empty() || line.region.empty() || line.region == region);
}

std::vector<LedgerLine> history_of(const std::vector<ForgeRecord>& records, const Place& place) {
  std::vector<LedgerLine> lines;
  for (const ForgeRecord& record : records) {
    if (!record.succeeded_at || !record.line || !place.has(*record.line)) continue;
    lines.push_back(*record.line);
    lines.back().status = DeploymentStatus::succeeded;
    lines.back().completed_at = record.succeeded_at;
  }
  std::ranges::stable_sort(lines, std::greater{},
                           [](const LedgerLine& line) { return *line.completed_at; });
  return lines;
}

Ledger joined(const Ledger& ledger, const std::vector<LedgerLine>& history) {
  std::vector<LedgerLine> lines = ledger.lines();
  for (const LedgerLine& line : history) {
    if (ledger.find(line.deployment_id) != nullptr) continue;
    const auto older = std::ranges::find_if(lines, [&](const LedgerLine& other) {
      return other.completed_at && *other.completed_at < *line.completed_at;
    });
    lines.insert(older, line);
  }
  return Ledger(std::move(lines));
}

std::vector<std::string> replaced_by(const std::vector<ForgeRecord>& records, const Place& place) {
  std::vector<std::string> ids;
  for (const ForgeRecord& record : records) {
    const bool is_active = record.state == RecordState::succeeded && record.line;
    // A region's deployment leaves one of the whole environment active: the others still run it.
    const bool is_covered = is_active && place.has(*record.line) &&
                            (place.region.empty() || record.line->region == place.region);
    if (is_covered) ids.push_back(record.id);
  }
  return ids;
}

std::vector<const ForgeRecord*> under_way_at(const std::vector<ForgeRecord>& records,
                                             const Place& place, const std::string& run_id) {
  std::vector<const ForgeRecord*> found;
  for (const ForgeRecord& record : records)
    if (record.is_under_way() && record.line && place.overlaps(*record.line) &&
        (run_id.empty() || record.line->workflow_run_id != run_id))
      found.push_back(&record);
  return found;
}

const ForgeRecord* left_by(const std::vector<ForgeRecord>& records,
                           const std::string& identity_hash) {
  if (identity_hash.empty()) return nullptr;
  return find(records, [&](const ForgeRecord& record) {
    return record.is_under_way() && record.line &&
           identity_suffix(record.line->deployment_id) == identity_hash;
  });
}

const ForgeRecord* record_of(const std::vector<ForgeRecord>& records,
                             const std::string& deployment_id) {
  return find(records, [&](const ForgeRecord& record) {
    return record.line && record.line->deployment_id == deployment_id;
  });
}

const ForgeRecord* made_for_job(const std::vector<ForgeRecord>& records,
                                const std::string& run_id) {
  if (run_id.empty()) return nullptr;
  const auto fits = [&](const ForgeRecord& record) {
    return record.is_under_way() && !record.line && record.run_id == run_id;
  };
  return std::ranges::count_if(records, fits) == 1 ? find(records, fits) : nullptr;
}

}  // namespace shiptag::domain
