#pragma once
#include <cstddef>
#include <string>

#include "domain/outcome.hpp"

namespace shiptag::adapters::json {

/// A job's outputs together may have 1 MiB on GitHub.
constexpr std::size_t max_result_bytes = 512UL * 1024;

/// The output `result`: one line of JSON with what was decided and the entities that are set. A
/// result that would be longer than `max_result_bytes` leaves its lists out, then its entities, and
/// has a member `is_shortened`.
[[nodiscard]] std::string write_result(const domain::Outcome& outcome);

}  // namespace shiptag::adapters::json
