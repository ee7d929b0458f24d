#pragma once
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>
#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "adapters/json/read.hpp"
#include "base/value.hpp"

namespace shiptag::adapters::json {

/// Writes JSON without white space into a rapidjson::StringBuffer.
using Writer = rapidjson::Writer<rapidjson::StringBuffer>;

/// `text` as a JSON string. Bytes that are not UTF-8 become `?`, so that the JSON is valid.
void write_string(Writer& writer, std::string_view text);
void write_key(Writer& writer, std::string_view key);

void write_null(Writer& writer, std::string_view key);
void write(Writer& writer, std::string_view key, std::string_view value);
// Exact types only: a string literal would otherwise go where the booleans go.
void write(Writer& writer, std::string_view key, std::same_as<bool> auto value) {
  write_key(writer, key);
  writer.Bool(value);
}
void write(Writer& writer, std::string_view key, std::same_as<std::uint64_t> auto value) {
  write_key(writer, key);
  writer.Uint64(value);
}

/// null for an empty `value`.
void write_unless_empty(Writer& writer, std::string_view key, std::string_view value);

/// null for none.
template <typename T>
void write_optional(Writer& writer, std::string_view key, const std::optional<T>& value) {
  if (value)
    write(writer, key, *value);
  else
    write_null(writer, key);
}

void write(Writer& writer, const shiptag::Value& value);

/// The JSON that was written, as one line that is valid as an input: RapidJSON escapes the control
/// characters of ASCII up to U+001F, and this function those from U+007F to U+009F.
[[nodiscard]] std::string str(const rapidjson::StringBuffer& buffer);

/// A member whose value is written already: `object` is the text of a whole JSON object.
void write_object(Writer& writer, std::string_view key, std::string_view object);

/// `value` as JSON without white space.
[[nodiscard]] std::string text_of(const Value& value);

}  // namespace shiptag::adapters::json
