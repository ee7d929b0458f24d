#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "adapters/json/read.hpp"

namespace shiptag::adapters::json {

/// The objects in an array, in order. Nulls are left out: GraphQL puts one where it could not read
/// an element.
/// @return a fault naming `what` if it is not an array, or contains another value.
[[nodiscard]] Read<std::vector<const Value*>> objects_in(const Value& array, std::string_view what);

/// The same for the member `key` of `object`; missing or null is a failure.
[[nodiscard]] Read<std::vector<const Value*>> objects_at(const Value& object, std::string_view key);

/// The first element of the array `key` if it is a string; else empty.
[[nodiscard]] std::string first_string_at(const Value& object, std::string_view key);

}  // namespace shiptag::adapters::json
