#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "base/expected.hpp"
#include "domain/object_id.hpp"

namespace shiptag::adapters::git_wire {

/// One ref as a server lists it.
struct RefLine {
  domain::ObjectId id;
  std::string_view name;  ///< `refs/tags/v1.0.0`, perhaps followed by `^{}`; a view of the line.
  std::string_view rest;  ///< What follows the name and a space.
};

inline constexpr std::string_view tags_folder = "refs/tags/";

/// Splits `<id> SP <name> [SP <rest>]`.
/// @return `protocol` if `line` has another form or a control character, or exceeds 8 KiB.
[[nodiscard]] Expected<RefLine> parse_ref_line(std::string_view line);

/// Which tags a listing asks for: those whose name starts with one of these.
using Prefixes = std::vector<std::string>;

/// Whether `name`, without `refs/tags/`, starts with one of `prefixes`.
[[nodiscard]] bool is_wanted(std::string_view name, const Prefixes& prefixes);

}  // namespace shiptag::adapters::git_wire
