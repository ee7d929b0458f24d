#pragma once
#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/json/read.hpp"

namespace shiptag::adapters::json {

/// A value that contains no others.
struct Leaf {
  std::vector<std::string> path;  ///< The members on the way to it; an array's elements add none.
  std::string text;               ///< A string's own; `1.5`, `true` as written; empty for null.
  std::size_t line = 1;
};

/// Walks through `text`, which is any JSON, without building a document, for as long as `each`
/// returns true.
/// @return the first fault, with its line, or if it is nested deeper than
///         `max_depth`.
[[nodiscard]] Read<void> for_each_leaf(std::string_view text,
                                       const std::function<bool(Leaf)>& each);

}  // namespace shiptag::adapters::json
