#pragma once
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "cli/operation.hpp"

namespace shiptag::cli {

enum class Kind {
  text,       ///< The operation decides what it allows.
  flag,       ///< true|True|TRUE|false|False|FALSE
  choice,     ///< One of `words`.
  number,     ///< Decimal, `lowest` to `highest`.
  commit,     ///< 40 hex digits.
  timestamp,  ///< RFC 3339.
  url,        ///< http:// or https://
  secret,     ///< Never printed, never an argument.
};

/// One input of the action, which is an option of the command line as well.
struct InputSpec {
  std::string_view name;                 ///< `dry_run`
  std::string_view fallback = {};        ///< Its value when unset or empty.
  std::string_view action_default = {};  ///< Its value in a workflow, if that differs.
  std::string_view description;          ///< One line, for people.
  OperationSet used_by = every_operation;
  Kind kind = Kind::text;
  std::string_view words = {};  ///< For a choice: `complete|start|finish`.
  std::string_view later = {};  ///< A word that a later release will accept.
  std::size_t max_bytes = 1000;
  std::uint64_t lowest = 0, highest = 0;  ///< For a number.
};

/// Every input there is. The help, the options, action.yml, and the documentation follow this
/// table.
[[nodiscard]] std::span<const InputSpec> all_inputs() noexcept;

/// @return nullptr if there is no such input.
[[nodiscard]] const InputSpec* find_input(std::string_view name) noexcept;

}  // namespace shiptag::cli
