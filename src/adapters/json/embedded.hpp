#pragma once
#include <string>
#include <string_view>

#include "adapters/json/read.hpp"
#include "adapters/json/write.hpp"

namespace shiptag::adapters::json {

/// A member whose value is written already: `object` is the text of a whole JSON object.
void write_object(Writer& writer, std::string_view key, std::string_view object);

/// `value` as JSON without white space.
[[nodiscard]] std::string text_of(const Value& value);

}  // namespace shiptag::adapters::json
