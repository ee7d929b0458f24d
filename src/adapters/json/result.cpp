#include "adapters/json/result.hpp"

#include <algorithm>
#include <map>

#include "adapters/json/entities.hpp"
#include "adapters/json/hold.hpp"
#include "adapters/json/write.hpp"
#include "base/text.hpp"

namespace shiptag::adapters::json {
namespace {

using domain::Outcome;
using domain::RollbackTarget;

constexpr std::uint64_t schema_version = 1;
/// For one text in a result: far more than any message that a person reads.
constexpr std::size_t max_text_bytes = 4096;

/// How much of an outcome is written, until it fits.
enum class Extent { all, without_lists, decision_only };

void write_text(Writer& writer, std::string_view key, std::string_view text) {
  write_unless_empty(writer, key, printable(text, max_text_bytes));
}

void write_criteria(Writer& writer, const domain::SelectionCriteria& criteria) {
  write_key(writer, "selection_criteria");
  writer.StartObject();
  write(writer, "strategy", to_string(criteria.strategy));
  write(writer, "prioritize_stable", criteria.prioritize_stable);
  write(writer, "exclude_deprecated", criteria.exclude_deprecated);
  write(writer, "exclude_unstable", criteria.exclude_unstable);
  write(writer, "history", to_string(criteria.history));
  writer.EndObject();
}

void write_candidates(Writer& writer, const RollbackTarget& target) {
  write(writer, "candidate_count",
        std::uint64_t{target.candidate_versions.size() + target.more_accepted});
  write_key(writer, "candidate_versions");
  writer.StartArray();
  for (const domain::Version& version : target.candidate_versions) write_entity(writer, version);
  writer.EndArray();
}

void write_rejected(Writer& writer, const domain::RejectedVersion& rejected) {
  writer.StartObject();
  write_version_attributes(writer, rejected.version);
  write(writer, "reason", to_string(rejected.reason));
  write_text(writer, "explanation", rejected.explanation);
  writer.EndObject();
}

void write_all_rejected(Writer& writer, const RollbackTarget& target) {
  write_key(writer, "rejected_versions");
  writer.StartArray();
  for (const domain::RejectedVersion& rejected : target.rejected_versions)
    write_rejected(writer, rejected);
  writer.EndArray();
  write_key(writer, "more_rejected");
  writer.StartObject();
  for (const auto& [reason, count] : target.more_rejected) write(writer, to_string(reason), count);
  writer.EndObject();
}

void write_rollback_target(Writer& writer, const RollbackTarget& target, Extent extent) {
  write_key(writer, "rollback_target");
  writer.StartObject();
  write_entity_member(writer, "current_version", std::optional(target.current_version));
  write_entity_member(
      writer, "target_version",
      target.target_version ? std::optional(target.target_version->version) : std::nullopt);
  write(writer, "environment", target.environment);
  write_criteria(writer, target.selection_criteria);
  if (extent == Extent::all) {
    write_candidates(writer, target);
    write_all_rejected(writer, target);
  }
  writer.EndObject();
}

void write_notices(Writer& writer, const Outcome& outcome) {
  if (outcome.notices.empty()) return;
  write_key(writer, "notices");
  writer.StartArray();
  for (const domain::Notice& notice : outcome.notices) {
    writer.StartObject();
    const bool is_warning = notice.level == domain::Notice::Level::warning;
    write(writer, "level", is_warning ? "warning" : "notice");
    write_text(writer, "title", notice.title);
    write_text(writer, "message", notice.message);
    writer.EndObject();
  }
  writer.EndArray();
}

void write_lists(Writer& writer, const Outcome& outcome) {
  if (outcome.holds) write_holds(writer, "holds", *outcome.holds);
  write_notices(writer, outcome);
  if (outcome.server_messages.empty()) return;
  write_key(writer, "server_messages");
  writer.StartArray();
  for (const std::string& message : outcome.server_messages)
    write_string(writer, printable(message, max_text_bytes));
  writer.EndArray();
}

void write_decision(Writer& writer, const Outcome& outcome) {
  write(writer, "schema_version", schema_version);
  write(writer, "operation", outcome.operation);
  write(writer, "decision", to_string(outcome.decision));
  write(writer, "reason_code", to_string(outcome.reason_code));
  write_text(writer, "message", outcome.headline);
  write_text(writer, "hint", outcome.hint);
}

void write_entities(Writer& writer, const Outcome& outcome, Extent extent) {
  if (outcome.version) write_entity_member(writer, "version", outcome.version);
  if (outcome.version_tag) write_entity_member(writer, "version_tag", outcome.version_tag);
  if (outcome.deployment) {
    write_key(writer, "deployment");
    write_entity(writer, *outcome.deployment, outcome.environment);
  }
  if (outcome.deployment_queue && extent == Extent::all)
    write_entity_member(writer, "deployment_queue", outcome.deployment_queue);
  if (outcome.rollback_target) write_rollback_target(writer, *outcome.rollback_target, extent);
}

std::string write_outcome(const Outcome& outcome, Extent extent) {
  rapidjson::StringBuffer buffer;
  Writer writer(buffer);
  writer.StartObject();
  write_decision(writer, outcome);
  if (extent != Extent::decision_only) write_entities(writer, outcome, extent);
  if (extent == Extent::all)
    write_lists(writer, outcome);
  else
    write(writer, "is_shortened", true);
  writer.EndObject();
  return str(buffer);
}

}  // namespace

std::string write_result(const Outcome& outcome) {
  for (const Extent extent : {Extent::all, Extent::without_lists}) {
    std::string text = write_outcome(outcome, extent);
    if (text.size() <= max_result_bytes) return text;
  }
  return write_outcome(outcome, Extent::decision_only);
}

}  // namespace shiptag::adapters::json
