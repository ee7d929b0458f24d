#pragma once
#include <string>
#include <string_view>

#include "base/value.hpp"
#include "domain/outcome.hpp"

namespace shiptag::tests {

/// `value` in a word: its text, `null`, `true`, a number, `[2]` for a list of two, `{…}`.
inline std::string word_of(const Value& value) {
  if (const auto* text = std::get_if<std::string>(&value.is)) return *text;
  if (const auto* flag = std::get_if<bool>(&value.is)) return *flag ? "true" : "false";
  if (const auto* number = std::get_if<std::uint64_t>(&value.is)) return std::to_string(*number);
  if (const auto* list = std::get_if<Value::List>(&value.is))
    return "[" + std::to_string(list->size()) + "]";
  return std::holds_alternative<std::nullptr_t>(value.is) ? "null" : "{…}";
}

/// What an outcome's entities have at `path`, such as `deployment/status` or `holds/0/reason`;
/// `(none)` if there is nothing.
inline std::string entity_at(const domain::Outcome& outcome, std::string_view path) {
  Value at = Value::Members(outcome.entities);
  while (!path.empty()) {
    const std::string key(path.substr(0, path.find('/')));
    path.remove_prefix(std::min(path.size(), key.size() + 1));
    Value next = "(none)";
    if (const auto* members = std::get_if<Value::Members>(&at.is))
      for (const auto& [name, value] : *members)
        if (name == key) next = value;
    const auto* list = std::get_if<Value::List>(&at.is);
    if (list != nullptr && std::stoul(key) < list->size()) next = (*list)[std::stoul(key)];
    at = next;
  }
  return word_of(at);
}

}  // namespace shiptag::tests
