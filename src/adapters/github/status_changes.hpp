#pragma once
#include <string>
#include <vector>

#include "ports/deployment_log.hpp"

namespace shiptag::adapters::github {

/// The field of the response for the change with this index.
[[nodiscard]] std::string status_field(std::size_t index);

/// The mutation that sets `count` statuses, in order: its document.
[[nodiscard]] std::string status_document(std::size_t count);

/// The same mutation's variables.
/// @param log_url  the run's page; may be empty.
[[nodiscard]] std::string status_variables(const std::vector<ports::StatusChange>& changes,
                                           const std::string& log_url);

/// `text` as GitHub takes it for a description: one line of at most 140 characters.
[[nodiscard]] std::string short_description(std::string_view text);

}  // namespace shiptag::adapters::github
