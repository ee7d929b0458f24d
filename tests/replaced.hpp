#pragma once
#include <doctest/doctest.h>

#include <string>

namespace shiptag::tests {

/// `text` with `to` for the first `from`, which must be there.
inline std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const auto at = text.find(from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

}  // namespace shiptag::tests
