#include "adapters/json/embedded.hpp"

namespace shiptag::adapters::json {

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
