#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/json/members.hpp"
#include "adapters/json/write.hpp"
#include "domain/hold.hpp"
#include "domain/ledger.hpp"

namespace shiptag::adapters::json {

/// The newest form of the records that this version reads, and the one it writes.
constexpr std::uint64_t schema = 1;

/// One line of a ledger; it keeps `text` verbatim, including unknown members.
/// @return a fault naming the member that is missing or has the wrong type.
[[nodiscard]] Read<domain::LedgerLine> read_ledger_line(std::string_view text);

/// `line` as JSON without a newline; `line.text` is ignored.
[[nodiscard]] std::string write_ledger_line(const domain::LedgerLine& line);

// What a ledger's lines and a deployment's state have in common.

/// Reports a fault unless the member `schema` is one that this version reads.
void check_schema(Members& members);

/// The holds in the array `key`. `members` reports faults: holds decide, so none is left out.
[[nodiscard]] std::vector<domain::Hold> read_holds(Members& members, std::string_view key);
void write_holds(Writer& writer, std::string_view key, const std::vector<domain::Hold>& holds);

[[nodiscard]] std::optional<domain::Override> read_override(Members& members, std::string_view key);
void write_override(Writer& writer, std::string_view key,
                    const std::optional<domain::Override>& record);

}  // namespace shiptag::adapters::json
