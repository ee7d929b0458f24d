#pragma once
#include <cstddef>
#include <string>

#include "domain/outcome.hpp"

namespace shiptag::adapters::json {

/// GitHub limits all outputs of a job together to 1 MiB.
constexpr std::size_t max_result_bytes = 512UL * 1024;

/// The output `result`: one line of JSON with what was decided and the entities that are set. A
/// result that would be longer than `max_result_bytes` omits its lists, then its entities, and has
/// a member `is_shortened`.
[[nodiscard]] std::string write_result(const domain::Outcome& outcome);

}  // namespace shiptag::adapters::json
