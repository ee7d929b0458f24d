#pragma once
#include <string>
#include <string_view>

#include "ports/ledger_format.hpp"

namespace shiptag::adapters::json {

/// The most that the input accepts.
constexpr std::size_t max_state_bytes = 64UL * 1024;

/// Reads what `phase: start` handed on, through a workflow that may have changed it.
/// @return `invalid_input` naming the member that is missing or has the wrong type.
[[nodiscard]] Expected<domain::DeploymentState> read_deployment_state(std::string_view text);

/// `state` as one line of JSON.
[[nodiscard]] std::string write_deployment_state(const domain::DeploymentState& state);

}  // namespace shiptag::adapters::json
