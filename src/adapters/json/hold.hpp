#pragma once
#include <string_view>
#include <vector>

#include "adapters/json/members.hpp"
#include "adapters/json/write.hpp"
#include "domain/hold.hpp"
#include "domain/ledger.hpp"

namespace shiptag::adapters::json {

/// The holds in the array `key`. `members` reports faults: holds decide, so none is left out.
[[nodiscard]] std::vector<domain::Hold> read_holds(Members& members, std::string_view key);
void write_holds(Writer& writer, std::string_view key, const std::vector<domain::Hold>& holds);

[[nodiscard]] std::optional<domain::Override> read_override(Members& members, std::string_view key);
void write_override(Writer& writer, std::string_view key,
                    const std::optional<domain::Override>& record);

}  // namespace shiptag::adapters::json
