#include "domain/outcome.hpp"

#include <algorithm>

namespace shiptag::domain {

void Outcome::note(std::string title, std::string message) {
  notices.push_back({Notice::Level::notice, std::move(title), std::move(message)});
}

void Outcome::warn(std::string title, std::string message) {
  notices.push_back({Notice::Level::warning, std::move(title), std::move(message)});
}

void Outcome::show(std::string name, Value entity) {
  const auto earlier = std::ranges::find(entities, name, &std::pair<std::string, Value>::first);
  if (earlier == entities.end())
    entities.emplace_back(std::move(name), std::move(entity));
  else
    earlier->second = std::move(entity);
}

void Outcome::show(Table table) {
  const auto earlier = std::ranges::find(tables, table.title, &Table::title);
  if (earlier == tables.end())
    tables.push_back(std::move(table));
  else
    *earlier = std::move(table);
}

void Outcome::output(std::string name, std::string value) {
  const auto earlier = std::find_if(outputs.begin(), outputs.end(),
                                    [&name](const auto& known) { return known.first == name; });
  if (earlier == outputs.end())
    outputs.emplace_back(std::move(name), std::move(value));
  else
    earlier->second = std::move(value);
}

void Outcome::end(ReasonCode code, std::string line) {
  decision = decision_for(code);
  reason_code = code;
  headline = std::move(line);
}

void Outcome::end(const Error& error) {
  end(error.code, error.message);
  hint = error.hint;
  detail = error.detail;
}

void Outcome::plan() {
  if (decision == Decision::done) decision = Decision::planned;
}

}  // namespace shiptag::domain
