#pragma once
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace shiptag {

/// Looks up an environment variable; std::getenv in the program, a map in tests.
/// @return nullopt if it is not set.
using Variables = std::function<std::optional<std::string>(std::string_view name)>;

}  // namespace shiptag
