#include "domain/hold.hpp"

#include <algorithm>
#include <iterator>

#include "base/text.hpp"

namespace shiptag::domain {
namespace {

template <typename Condition>
std::vector<Hold> those_that(const std::vector<Hold>& holds, Condition condition) {
  std::vector<Hold> chosen;
  std::copy_if(holds.begin(), holds.end(), std::back_inserter(chosen), condition);
  return chosen;
}

Value entity(const std::vector<Hold>& holds) {
  Value::List all;
  for (const Hold& hold : holds)
    all.emplace_back(
        Value::Members{{"version", Value::unless_empty(hold.version)},
                       {"commit_sha", hold.commit_sha ? Value(hold.commit_sha->hex()) : Value()},
                       {"reason", hold.reason},
                       {"triggered_by", hold.triggered_by},
                       {"since", hold.since.rfc3339()},
                       {"until", value_of(hold.until)}});
  return all;
}

Table table(const std::vector<Hold>& holds) {
  Table table{"Holds", {"What", "Since", "Until", "By", "Reason"}};
  for (const Hold& hold : holds) {
    if (table.rows.size() == most_rows) {
      table.remark = std::to_string(holds.size() - most_rows) + " more are not shown";
      break;
    }
    table.rows.push_back(
        {hold.version.empty() ? "the environment" : hold.version, hold.since.rfc3339(),
         hold.until ? hold.until->rfc3339() : "it is resumed", hold.triggered_by, hold.reason});
  }
  return table;
}

/// What `hold` keeps out of `environment`, or the environment itself.
std::string held_by(const Hold& hold, const std::string& environment) {
  return hold.version.empty() ? environment : printable(hold.version, 250);
}

std::string since_when(const Hold& hold) {
  std::string details;
  if (!hold.triggered_by.empty()) details = "set by " + printable(hold.triggered_by);
  if (hold.until) details += (details.empty() ? "until " : ", until ") + hold.until->rfc3339();
  std::string text = hold.since.rfc3339();
  if (!details.empty()) text += " (" + details + ")";
  if (!hold.reason.empty()) text += ": " + printable(hold.reason, 500);
  return text;
}

}  // namespace

std::string Hold::describe(const std::string& environment) const {
  return held_by(*this, environment) + " has been on hold since " + since_when(*this);
}

std::string Hold::describe_lifted(const std::string& environment) const {
  return held_by(*this, environment) + ", on hold since " + since_when(*this);
}

std::vector<Hold> active(const std::vector<Hold>& holds, Timestamp now) {
  return those_that(holds, [now](const Hold& hold) { return hold.is_active(now); });
}

std::vector<Hold> blocking(const std::vector<Hold>& holds, const ObjectId& commit) {
  return those_that(holds, [&commit](const Hold& hold) { return hold.blocks(commit); });
}

void show(const std::vector<Hold>& holds, Outcome& outcome) {
  outcome.show("holds", entity(holds));
  outcome.show(table(holds));
}

}  // namespace shiptag::domain
