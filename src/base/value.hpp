#pragma once
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace shiptag {

/// A value as JSON has them: what an operation hands over to be shown, whoever shows it.
struct Value {
  using List = std::vector<Value>;
  using Members = std::vector<std::pair<std::string, Value>>;  ///< In the order they are shown.

  std::variant<std::nullptr_t, bool, std::uint64_t, std::string, List, Members> is = nullptr;

  Value() = default;  ///< null
  // Exact types only: a string literal would otherwise convert to bool.
  Value(std::same_as<bool> auto value) : is(value) {}
  Value(std::same_as<std::uint64_t> auto value) : is(value) {}
  Value(std::string value) : is(std::move(value)) {}
  Value(std::string_view value) : is(std::string(value)) {}
  Value(const char* value) : is(std::string(value)) {}
  Value(List value) : is(std::move(value)) {}
  Value(Members value) : is(std::move(value)) {}

  /// null for an empty `text`.
  [[nodiscard]] static Value unless_empty(std::string_view text) {
    return text.empty() ? Value() : Value(text);
  }
  /// null for none.
  template <typename T>
  [[nodiscard]] static Value maybe(const std::optional<T>& value) {
    return value ? Value(*value) : Value();
  }
};

}  // namespace shiptag
