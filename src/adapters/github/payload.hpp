#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "domain/ledger.hpp"

namespace shiptag::adapters::github {

/// The payload of a deployment that shiptag makes: `{"shiptag":{…}}`, the ledger's line inside.
[[nodiscard]] std::string write_payload(const domain::LedgerLine& line);

/// The ledger's line in a deployment's payload as GraphQL gives it: the payload as JSON, or as a
/// string of JSON in JSON.
/// @return nullopt if it is anything else: others create deployments too, and may write anything
///         there.
[[nodiscard]] std::optional<domain::LedgerLine> read_payload(std::string_view payload);

}  // namespace shiptag::adapters::github
