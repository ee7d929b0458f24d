#pragma once
#include <map>
#include <string>
#include <utility>

#include "base/variables.hpp"

namespace shiptag::tests {

using VariableMap = std::map<std::string, std::string, std::less<>>;

inline Variables variables_of(VariableMap map) {
  return [map = std::move(map)](std::string_view name) -> std::optional<std::string> {
    const auto at = map.find(name);
    return at == map.end() ? std::nullopt : std::optional(at->second);
  };
}

}  // namespace shiptag::tests
