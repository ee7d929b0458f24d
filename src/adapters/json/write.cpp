#include "adapters/json/write.hpp"

#include "base/text.hpp"

namespace shiptag::adapters::json {

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

std::string str(const rapidjson::StringBuffer& buffer) {
  return {buffer.GetString(), buffer.GetSize()};
}

}  // namespace shiptag::adapters::json
