#include "adapters/json/read.hpp"

#include <rapidjson/error/en.h>
#include <algorithm>
#include <vector>

#include "base/text.hpp"

namespace shiptag::adapters::json {
namespace {

std::string_view string_of(const Value& value) noexcept {
  return {value.GetString(), value.GetStringLength()};
}

/// What is outside the strings of a text, valid JSON or not.
struct Shape {
  std::size_t deepest = 0;  ///< Nesting of brackets.
  std::size_t values = 1;   ///< At most, with the names of members.
};
Shape shape_of(std::string_view text) noexcept {
  Shape shape;
  std::size_t depth = 0;
  bool in_string = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char byte = text[i];
    if (in_string && byte == '\\') {
      ++i;  // An escaped character never ends a string.
    } else if (byte == '"') {
      in_string = !in_string;
    } else if (!in_string && (byte == '[' || byte == '{')) {
      ++shape.values;
      shape.deepest = std::max(shape.deepest, ++depth);
    } else if (!in_string && (byte == ',' || byte == ':')) {
      ++shape.values;
    } else if (!in_string && (byte == ']' || byte == '}') && depth > 0) {
      --depth;
    }
  }
  return shape;
}

Read<void> check_no_member_twice(const Value& object) {
  std::vector<std::string_view> names;
  names.reserve(object.MemberCount());
  for (const auto& member : object.GetObject()) names.push_back(string_of(member.name));
  std::sort(names.begin(), names.end());
  const auto twice = std::adjacent_find(names.begin(), names.end());
  if (twice == names.end()) return {};
  return faulty("member " + in_quotes(*twice) + " appears twice");
}

/// An escaped half of a surrogate pair gets past RapidJSON, and would be written as broken UTF-8.
Read<void> check_string(const Value& text) {
  if (is_utf8(string_of(text))) return {};
  return faulty(in_quotes(string_of(text)) + " contains an unpaired surrogate");
}

/// Recursion is bounded by `max_depth`, which parse() has checked.
Read<void> check_values(const Value& value) {
  if (value.IsString()) return check_string(value);
  if (value.IsArray()) {
    for (const Value& element : value.GetArray())
      if (auto checked = check_values(element); !checked) return checked;
  } else if (value.IsObject()) {
    if (auto checked = check_no_member_twice(value); !checked) return checked;
    for (const auto& member : value.GetObject()) {
      if (auto checked = check_string(member.name); !checked) return checked;
      if (auto checked = check_values(member.value); !checked) return checked;
    }
  }
  return {};
}

Read<void> check_text(std::string_view text, std::size_t max_bytes) {
  if (text.size() > max_bytes)
    return faulty("the JSON has " + std::to_string(text.size()) + " bytes; the limit is " +
                  std::to_string(max_bytes));
  if (!is_utf8(text)) return faulty("invalid JSON: it is not UTF-8");
  // RapidJSON takes a NUL for the end of the text and would not see what follows it.
  if (const auto at = text.find('\0'); at != text.npos)
    return faulty("invalid JSON: NUL at byte " + std::to_string(at));
  const Shape shape = shape_of(text);
  if (shape.values > max_values)
    return faulty("the JSON has more than " + std::to_string(max_values) + " values");
  if (shape.deepest > max_depth)
    return faulty("the JSON is nested more than " + std::to_string(max_depth) + " levels deep");
  return {};
}

std::string_view type_name(const Value& value) noexcept {
  if (value.IsString()) return "a string";
  if (value.IsNumber()) return "a number";
  if (value.IsBool()) return "a boolean";
  if (value.IsArray()) return "an array";
  if (value.IsObject()) return "an object";
  return "null";
}

tl::unexpected<Fault> wrong_type(std::string_view what, const Value& value,
                                 std::string_view expected) {
  return faulty(std::string(what) + " is " + std::string(type_name(value)) + ", not " +
                std::string(expected));
}

std::string named(std::string_view key) {
  return "member " + in_quotes(key);
}

template <typename T>
Read<T> required(Read<std::optional<T>> found, std::string_view key) {
  if (!found) return fail(std::move(found.error()));
  if (!*found) return faulty(named(key) + " is missing");
  return std::move(**found);
}

Read<const Value*> required(Read<const Value*> found, std::string_view key) {
  if (found && *found == nullptr) return faulty(named(key) + " is missing");
  return found;
}

}  // namespace

Read<rapidjson::Document> parse(std::string_view text, std::size_t max_bytes) {
  if (auto checked = check_text(text, max_bytes); !checked) return fail(std::move(checked.error()));
  constexpr unsigned flags = rapidjson::kParseIterativeFlag | rapidjson::kParseValidateEncodingFlag;
  rapidjson::Document document;
  if (document.Parse<flags>(text.data(), text.size()).HasParseError())
    return faulty("invalid JSON at byte " + std::to_string(document.GetErrorOffset()) + ": " +
                  rapidjson::GetParseError_En(document.GetParseError()));
  if (auto checked = check_values(document); !checked) return fail(std::move(checked.error()));
  return document;
}

const Value* find(const Value& object, std::string_view key) noexcept {
  if (!object.IsObject()) return nullptr;
  for (const auto& member : object.GetObject())
    if (string_of(member.name) == key) return member.value.IsNull() ? nullptr : &member.value;
  return nullptr;
}

Read<void> check_object(const Value& value, std::string_view what) {
  if (!value.IsObject()) return wrong_type(what, value, "an object");
  return {};
}

Read<std::string> as_string(const Value& value, std::string_view what) {
  if (!value.IsString()) return wrong_type(what, value, "a string");
  return std::string(string_of(value));
}

Read<std::optional<std::string>> optional_string_at(const Value& object, std::string_view key) {
  const Value* value = find(object, key);
  if (value == nullptr) return std::nullopt;
  auto text = as_string(*value, named(key));
  if (!text) return fail(std::move(text.error()));
  return std::move(*text);
}

Read<std::optional<std::uint64_t>> optional_uint64_at(const Value& object, std::string_view key) {
  const Value* value = find(object, key);
  if (value == nullptr) return std::nullopt;
  if (value->IsUint64()) return value->GetUint64();
  if (!value->IsNumber()) return wrong_type(named(key), *value, "a whole number");
  return faulty(named(key) + " is not a whole number from 0 to 2^64-1");
}

Read<std::optional<bool>> optional_bool_at(const Value& object, std::string_view key) {
  const Value* value = find(object, key);
  if (value == nullptr) return std::nullopt;
  if (!value->IsBool()) return wrong_type(named(key), *value, "a boolean");
  return value->GetBool();
}

Read<const Value*> optional_array_at(const Value& object, std::string_view key) {
  const Value* value = find(object, key);
  if (value != nullptr && !value->IsArray()) return wrong_type(named(key), *value, "an array");
  return value;
}

Read<const Value*> optional_object_at(const Value& object, std::string_view key) {
  const Value* value = find(object, key);
  if (value != nullptr && !value->IsObject()) return wrong_type(named(key), *value, "an object");
  return value;
}

Read<std::string> string_at(const Value& object, std::string_view key) {
  return required(optional_string_at(object, key), key);
}
Read<std::uint64_t> uint64_at(const Value& object, std::string_view key) {
  return required(optional_uint64_at(object, key), key);
}
Read<bool> bool_at(const Value& object, std::string_view key) {
  return required(optional_bool_at(object, key), key);
}
Read<const Value*> array_at(const Value& object, std::string_view key) {
  return required(optional_array_at(object, key), key);
}
Read<const Value*> object_at(const Value& object, std::string_view key) {
  return required(optional_object_at(object, key), key);
}

Read<std::vector<const Value*>> objects_in(const Value& array, std::string_view what) {
  if (!array.IsArray()) return faulty(std::string(what) + " is not an array");
  const std::string an_element = "an element of " + std::string(what);
  std::vector<const Value*> objects;
  for (const Value& element : array.GetArray()) {
    if (element.IsNull()) continue;
    if (auto ok = check_object(element, an_element); !ok) return fail(std::move(ok.error()));
    objects.push_back(&element);
  }
  return objects;
}

Read<std::vector<const Value*>> objects_at(const Value& object, std::string_view key) {
  const auto array = array_at(object, key);
  if (!array) return fail(array.error());
  return objects_in(**array, "member " + in_quotes(key));
}

std::string first_string_at(const Value& object, std::string_view key) {
  const Value* array = find(object, key);
  if (array == nullptr || !array->IsArray() || array->Empty()) return {};
  return as_string(*array->Begin(), key).value_or("");
}

}  // namespace shiptag::adapters::json
