#include "adapters/json/write.hpp"

#include "base/text.hpp"

namespace shiptag::adapters::json {
namespace {

/// `\u0085` for U+0085.
std::string escaped(unsigned char character) {
  constexpr std::string_view digits = "0123456789abcdef";
  return std::string("\\u00") + digits[character >> 4U] + digits[character & 0xFU];
}

template <typename... Functions>
struct Overloaded : Functions... {
  using Functions::operator()...;
};
template <typename... Functions>
Overloaded(Functions...) -> Overloaded<Functions...>;

}  // namespace

void write_string(Writer& writer, std::string_view text) {
  const auto put = [&](std::string_view utf8) {
    writer.String(utf8.data(), static_cast<rapidjson::SizeType>(utf8.size()));
  };
  if (is_utf8(text))
    put(text);
  else
    put(printable(text, text.size()));
}

void write_key(Writer& writer, std::string_view key) {
  writer.Key(key.data(), static_cast<rapidjson::SizeType>(key.size()));
}

void write_null(Writer& writer, std::string_view key) {
  write_key(writer, key);
  writer.Null();
}

void write(Writer& writer, std::string_view key, std::string_view value) {
  write_key(writer, key);
  write_string(writer, value);
}

void write_unless_empty(Writer& writer, std::string_view key, std::string_view value) {
  if (value.empty())
    write_null(writer, key);
  else
    write(writer, key, value);
}

void write(Writer& writer, const shiptag::Value& value) {
  std::visit(
      Overloaded{[&](std::nullptr_t) { writer.Null(); }, [&](bool flag) { writer.Bool(flag); },
                 [&](std::uint64_t number) { writer.Uint64(number); },
                 [&](const std::string& text) { write_string(writer, text); },
                 [&](const shiptag::Value::List& list) {
                   writer.StartArray();
                   for (const auto& element : list) write(writer, element);
                   writer.EndArray();
                 },
                 [&](const shiptag::Value::Members& members) {
                   writer.StartObject();
                   for (const auto& [key, member] : members) {
                     write_key(writer, key);
                     write(writer, member);
                   }
                   writer.EndObject();
                 }},
      value.is);
}

std::string str(const rapidjson::StringBuffer& buffer) {
  constexpr char delete_character = '\x7f';
  constexpr char first_of_c1 = '\xc2';
  const std::string_view json(buffer.GetString(), buffer.GetSize());
  std::string text;
  text.reserve(json.size());
  for (std::size_t i = 0; i < json.size(); ++i) {
    const bool is_c1 = json[i] == first_of_c1 && i + 1 < json.size() &&
                       static_cast<unsigned char>(json[i + 1]) < 0xA0;
    if (is_c1 || json[i] == delete_character)
      text += escaped(static_cast<unsigned char>(is_c1 ? json[++i] : json[i]));
    else
      text += json[i];
  }
  return text;
}

void write_object(Writer& writer, std::string_view key, std::string_view object) {
  write_key(writer, key);
  writer.RawValue(object.data(), object.size(), rapidjson::kObjectType);
}

std::string text_of(const Value& value) {
  rapidjson::StringBuffer buffer;
  Writer writer(buffer);
  value.Accept(writer);
  return str(buffer);
}

}  // namespace shiptag::adapters::json
