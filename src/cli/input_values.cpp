#include "cli/input_values.hpp"

#include <algorithm>
#include <charconv>

#include "base/text.hpp"

namespace shiptag::cli {
namespace {

tl::unexpected<Error> refuse(const InputSpec& spec, std::string_view value, std::string_view rule,
                             std::string hint) {
  return fail(ReasonCode::invalid_input,
              std::string(spec.name) + " is " + in_quotes(value) + ": " + std::string(rule),
              std::move(hint));
}

/// `a|b|c` as `a, b, or c`, and `a|b` as `a or b`.
std::string listed(std::string_view words) {
  const auto parts = split(words, '|');
  std::string text(parts.front());
  for (std::size_t i = 1; i < parts.size(); ++i)
    text.append(i + 1 < parts.size() ? ", " : i > 1 ? ", or " : " or ").append(parts[i]);
  return text;
}

Expected<void> check_choice(const InputSpec& spec, std::string_view value) {
  if (!spec.later.empty() && value == spec.later)
    return refuse(spec, value, "this release does not support it yet",
                  "use " + listed(spec.words) + " for " + std::string(spec.name));
  for (const std::string_view word : split(spec.words, '|'))
    if (value == word) return {};
  return refuse(spec, value, "it must be " + listed(spec.words),
                "set " + std::string(spec.name) + " to one of these");
}

std::optional<std::uint64_t> number_from(std::string_view text) {
  std::uint64_t number = 0;
  const auto [end, status] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (status != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

Expected<void> check_number(const InputSpec& spec, std::string_view value) {
  const auto number = number_from(value);
  if (number && *number >= spec.lowest && *number <= spec.highest) return {};
  const std::string range = std::to_string(spec.lowest) + " to " + std::to_string(spec.highest);
  return refuse(spec, value, "it must be a whole number from " + range,
                "set " + std::string(spec.name) + " to a number in that range");
}

Expected<void> check_flag(const InputSpec& spec, std::string_view value) {
  if (flag_from(value)) return {};
  return refuse(spec, value, "it must be true or false",
                "set " + std::string(spec.name) + " to true or false");
}

Expected<void> check_commit(const InputSpec& spec, std::string_view value) {
  if (domain::ObjectId::from_hex(value)) return {};
  return refuse(spec, value, "it must be 40 hex digits",
                "use the full commit ID, as `git rev-parse` prints it; in YAML, put it in quotes");
}

Expected<void> check_timestamp(const InputSpec& spec, std::string_view value) {
  if (Timestamp::parse(value)) return {};
  return refuse(spec, value, "it must be an RFC 3339 date and time",
                "write it like 2026-01-02T08:00:00Z");
}

Expected<void> check_url(const InputSpec& spec, std::string_view value) {
  if (is_web_address(value)) return {};
  return refuse(spec, value, "it must be an http:// or https:// URL without spaces",
                "use the full URL, for example https://example.org");
}

Expected<void> check_kind(const InputSpec& spec, std::string_view value) {
  switch (spec.kind) {
    case Kind::flag:
      return check_flag(spec, value);
    case Kind::choice:
      return check_choice(spec, value);
    case Kind::number:
      return check_number(spec, value);
    case Kind::commit:
      return check_commit(spec, value);
    case Kind::timestamp:
      return check_timestamp(spec, value);
    case Kind::url:
      return check_url(spec, value);
    case Kind::text:
    case Kind::secret:
      break;
  }
  return {};
}

}  // namespace

std::optional<bool> flag_from(std::string_view text) noexcept {
  if (text == "true" || text == "True" || text == "TRUE") return true;
  if (text == "false" || text == "False" || text == "FALSE") return false;
  return std::nullopt;
}

bool is_default(const InputSpec& spec, std::string_view value) noexcept {
  if (const auto flag = flag_from(value); spec.kind == Kind::flag && flag)
    return flag == flag_from(spec.fallback);
  if (value == spec.fallback || value == spec.action_default) return true;
  // A value that the runner made from an expression is recognized by the text in front of it.
  const std::size_t expression = spec.action_default.find("${{");
  return expression != std::string_view::npos && expression > 0 &&
         value.starts_with(spec.action_default.substr(0, expression));
}

Expected<void> check_characters(const InputSpec& spec, std::string_view value) {
  const std::string shown = spec.kind == Kind::secret ? "" : " (" + in_quotes(value, 60) + ")";
  const auto broken = [&](const std::string& rule, std::string hint) {
    return fail(ReasonCode::invalid_input, std::string(spec.name) + shown + " " + rule,
                std::move(hint));
  };
  if (value.size() > spec.max_bytes)
    return broken("is " + std::to_string(value.size()) + " bytes long; the limit is " +
                      std::to_string(spec.max_bytes),
                  "use a shorter value");
  if (!is_utf8(value)) return broken("is not valid UTF-8", "encode it as UTF-8");
  if (has_control_characters(value))
    return broken("contains control characters", "use one line of plain text");
  return {};
}

Expected<void> check_no_secret(const GivenInputs& given, const Secrets& secrets) {
  for (const auto& [name, value] : given) {
    // An address with a user in it is refused elsewhere, and shown without the user.
    const bool may_have_user = name == "remote" && value.find('@') != std::string::npos;
    if (find_input(name)->kind == Kind::secret || may_have_user || !secrets.are_in(value)) continue;
    return fail(ReasonCode::invalid_input,
                name +
                    " contains one of this run's secrets, or part of one, and would be recorded "
                    "where others can read it",
                "pass the token only as `token`, and replace it if anyone may have seen it");
  }
  return {};
}

Expected<Operation> operation_of(const GivenInputs& given) {
  const auto at = given.find("operation");
  const std::string choices = listed(find_input("operation")->words);
  if (at == given.end())
    return fail(ReasonCode::invalid_input, "operation is missing: it must be " + choices,
                "set operation to what you want to do");
  if (const auto operation = operation_from(at->second)) return *operation;
  return fail(ReasonCode::invalid_input,
              "operation is " + in_quotes(at->second) + ": it must be " + choices,
              "set operation to one of these");
}

Expected<Inputs> Inputs::check(const GivenInputs& given) {
  const auto operation = operation_of(given);
  if (!operation) return fail(operation.error());
  Inputs inputs(*operation);
  for (const InputSpec& spec : all_inputs()) {
    const auto at = given.find(spec.name);
    if (at == given.end()) {
      inputs.values_.emplace(spec.name, spec.fallback);
      continue;
    }
    if (auto fits = check_characters(spec, at->second); !fits) return fail(fits.error());
    if (auto fits = check_kind(spec, at->second); !fits) return fail(fits.error());
    inputs.values_.emplace(spec.name, at->second);
  }
  return inputs;
}

const std::string& Inputs::text(std::string_view name) const {
  return values_.at(std::string(name));
}

bool Inputs::flag(std::string_view name) const {
  return flag_from(text(name)).value();
}

std::uint64_t Inputs::number(std::string_view name) const {
  return number_from(text(name)).value();
}

std::optional<domain::ObjectId> Inputs::commit(std::string_view name) const {
  return domain::ObjectId::from_hex(text(name));
}

std::optional<Timestamp> Inputs::timestamp(std::string_view name) const {
  if (text(name).empty()) return std::nullopt;
  return Timestamp::parse(text(name)).value();
}

}  // namespace shiptag::cli
