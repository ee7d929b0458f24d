#include "adapters/json/members.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "domain/names.hpp"

namespace shiptag::adapters::json {
namespace {

constexpr std::size_t max_id_bytes = 200;
/// A reason of 500 bytes and its prefix.
constexpr std::size_t max_line_bytes = 1000;

Read<std::string> check_line(std::string_view text) {
  if (text.size() > max_line_bytes)
    return faulty("it is longer than " + std::to_string(max_line_bytes) + " bytes");
  if (has_control_characters(text)) return faulty(in_quotes(text) + " contains control characters");
  return std::string(text);
}

Read<std::string> check_id(std::string_view text) {
  constexpr std::string_view legal =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-";
  if (!text.empty() && text.size() <= max_id_bytes &&
      text.find_first_not_of(legal) == std::string_view::npos)
    return std::string(text);
  return faulty(
      in_quotes(text) +
      " is not a valid deployment ID: it must be 1 to 200 letters, digits, '.', '_', or '-'");
}

Read<std::string> check_environment(std::string_view text) {
  if (domain::is_environment_name(text)) return std::string(text);
  return faulty(in_quotes(text) + " is not a valid environment name");
}

Read<std::string> check_region(std::string_view text) {
  if (auto checked = domain::check_region_name(text); !checked)
    return faulty(checked.error().message);
  return std::string(text);
}

}  // namespace

void Members::refuse(std::string_view key, const Fault& fault) {
  if (!fault_) fault_ = {"member " + in_quotes(key) + ": " + fault.message};
}

void Members::refuse(std::string_view key, const Error& fault) {
  refuse(key, Fault{fault.message});
}

void Members::refuse(std::string_view key, std::string_view fault) {
  refuse(key, Fault{std::string(fault)});
}

template <typename T>
T Members::keep(Read<T> read, T otherwise) {
  if (read) return std::move(*read);
  if (!fault_) fault_ = std::move(read.error());
  return otherwise;
}

std::optional<std::string> Members::text(std::string_view key, Need need) {
  auto found = keep(optional_string_at(*object_, key));
  if (!found && need == Need::required && !fault_) keep(string_at(*object_, key));
  return found;
}

template <typename Parse>
auto Members::parsed(std::string_view key, Need need, Parse parse)
    -> std::optional<typename decltype(parse(std::string_view()))::value_type> {
  const auto found = text(key, need);
  if (!found) return std::nullopt;
  auto value = parse(std::string_view(*found));
  if (value) return std::move(*value);
  refuse(key, value.error());
  return std::nullopt;
}

std::string Members::line(std::string_view key, Need need) {
  return parsed(key, need, check_line).value_or("");
}

std::string Members::id(std::string_view key, Need need) {
  return parsed(key, need, check_id).value_or("");
}

std::string Members::environment(std::string_view key, Need need) {
  return parsed(key, need, check_environment).value_or("");
}

std::string Members::region(std::string_view key) {
  return parsed(key, Need::optional, check_region).value_or("");
}

std::optional<domain::Version> Members::version(std::string_view key, Need need) {
  return parsed(key, need, domain::Version::parse);
}

std::optional<domain::ObjectId> Members::object_id(std::string_view key, Need need) {
  return parsed(key, need, [](std::string_view hex) { return domain::ObjectId::parse(hex); });
}

std::optional<Timestamp> Members::timestamp(std::string_view key, Need need) {
  return parsed(key, need, Timestamp::parse);
}

std::uint64_t Members::number(std::string_view key, std::uint64_t otherwise) {
  return keep(optional_uint64_at(*object_, key)).value_or(otherwise);
}

bool Members::flag(std::string_view key, bool otherwise) {
  return keep(optional_bool_at(*object_, key)).value_or(otherwise);
}

std::vector<std::string> Members::lines(std::string_view key) {
  std::vector<std::string> result;
  const Value* array = keep(optional_array_at(*object_, key), static_cast<const Value*>(nullptr));
  if (array == nullptr) return result;
  for (const Value& element : array->GetArray()) {
    const auto text = as_string(element, "an element");
    const auto line = text ? check_line(*text) : text;
    if (line)
      result.push_back(*line);
    else
      refuse(key, line.error());
  }
  return result;
}

std::vector<const Value*> Members::objects(std::string_view key) {
  std::vector<const Value*> result;
  const Value* array = keep(optional_array_at(*object_, key), static_cast<const Value*>(nullptr));
  if (array == nullptr) return result;
  for (const Value& element : array->GetArray()) {
    if (const auto checked = check_object(element, "an element"); !checked)
      refuse(key, checked.error());
    else
      result.push_back(&element);
  }
  return result;
}

const Value* Members::object(std::string_view key) {
  return keep(optional_object_at(*object_, key), static_cast<const Value*>(nullptr));
}

}  // namespace shiptag::adapters::json
