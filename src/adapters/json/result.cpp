#include "adapters/json/result.hpp"

#include <utility>

#include "adapters/json/write.hpp"
#include "base/text.hpp"

namespace shiptag::adapters::json {
namespace {

using domain::Outcome;
using Members = shiptag::Value::Members;
using List = shiptag::Value::List;

constexpr std::uint64_t schema_version = 1;
/// For one text in a result: far more than any message that a person reads.
constexpr std::size_t max_text_bytes = 4096;

/// How much of an outcome is written, until it fits.
enum class Extent { all, without_lists, decision_only };

shiptag::Value text(std::string_view words) {
  return shiptag::Value::unless_empty(printable(words, max_text_bytes));
}

Members decision(const Outcome& outcome) {
  return {
      {"schema_version", schema_version},        {"operation", outcome.operation},
      {"decision", to_string(outcome.decision)}, {"reason_code", to_string(outcome.reason_code)},
      {"message", text(outcome.headline)},       {"hint", text(outcome.hint)}};
}

/// `members` without those that are lists, at any depth.
Members without_lists(const Members& members) {
  Members kept;
  for (const auto& [key, value] : members) {
    if (std::holds_alternative<List>(value.is)) continue;
    const auto* object = std::get_if<Members>(&value.is);
    kept.emplace_back(key, object != nullptr ? without_lists(*object) : value);
  }
  return kept;
}

void add_notices(Members& result, const std::vector<domain::Notice>& notices) {
  if (notices.empty()) return;
  List list;
  for (const domain::Notice& notice : notices) {
    const bool is_warning = notice.level == domain::Notice::Level::warning;
    list.emplace_back(Members{{"level", is_warning ? "warning" : "notice"},
                              {"title", text(notice.title)},
                              {"message", text(notice.message)}});
  }
  result.emplace_back("notices", std::move(list));
}

void add_server_messages(Members& result, const std::vector<std::string>& messages) {
  if (messages.empty()) return;
  List list;
  for (const std::string& message : messages) list.emplace_back(printable(message, max_text_bytes));
  result.emplace_back("server_messages", std::move(list));
}

std::string write_outcome(const Outcome& outcome, Extent extent) {
  Members result = decision(outcome);
  if (extent == Extent::all) {
    result.insert(result.end(), outcome.entities.begin(), outcome.entities.end());
    add_notices(result, outcome.notices);
    add_server_messages(result, outcome.server_messages);
  } else if (extent == Extent::without_lists) {
    const Members entities = without_lists(outcome.entities);
    result.insert(result.end(), entities.begin(), entities.end());
  }
  if (extent != Extent::all) result.emplace_back("is_shortened", true);
  rapidjson::StringBuffer buffer;
  Writer writer(buffer);
  write(writer, shiptag::Value(std::move(result)));
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
