#include "adapters/json/elements.hpp"

#include "base/text.hpp"

namespace shiptag::adapters::json {

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
