#pragma once
#include "adapters/github/account.hpp"
#include "adapters/json/read.hpp"
#include "ports/forge.hpp"

namespace shiptag::adapters::github {

/// The variables of the document `environment_records`.
[[nodiscard]] std::string records_variables(const Account& account,
                                            const ports::RecordsQuery& query);

/// Reads the response to it.
/// @return a fault naming the member that is missing or has the wrong type.
[[nodiscard]] json::Read<ports::EnvironmentRecords> read_records(const json::Value& answer,
                                                                 const ports::RecordsQuery& query,
                                                                 const Account& account);

}  // namespace shiptag::adapters::github
