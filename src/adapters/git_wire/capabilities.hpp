#pragma once
#include <map>
#include <string>
#include <string_view>

#include "base/expected.hpp"

namespace shiptag::adapters::git_wire {

/// What a server says it can do: `name` or `name=value`; a name's last value wins.
/// Source: gitprotocol-capabilities(5), gitprotocol-v2(5).
class Capabilities {
 public:
  /// Adds one, as `name` or `name=value`.
  void add(std::string_view capability);
  /// Adds those of a list separated by spaces, as version 0 has them.
  void add_all(std::string_view list);

  [[nodiscard]] bool has(std::string_view name) const { return values_.contains(name); }
  /// Whether `word` is one of the words, separated by spaces, of the value of `name`.
  [[nodiscard]] bool lists(std::string_view name, std::string_view word) const;

  /// @return `protocol` if the repository's object format is not SHA-1.
  [[nodiscard]] Expected<void> check_object_format() const;

 private:
  std::map<std::string, std::string, std::less<>> values_;
};

/// The error for a repository whose object format we do not support.
[[nodiscard]] Error other_object_format(std::string_view format);

}  // namespace shiptag::adapters::git_wire
