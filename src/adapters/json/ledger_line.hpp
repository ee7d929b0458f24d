#pragma once
#include <string>
#include <string_view>

#include "adapters/json/read.hpp"
#include "domain/ledger.hpp"

namespace shiptag::adapters::json {

class Members;

/// The newest form of the records that this version reads, and the one it writes.
constexpr std::uint64_t schema = 1;

/// One line of a ledger; it keeps `text` verbatim, including unknown members.
/// @return a fault naming the member that is missing or has the wrong type.
[[nodiscard]] Read<domain::LedgerLine> read_ledger_line(std::string_view text);

/// `line` as JSON without a newline; `line.text` is ignored.
[[nodiscard]] std::string write_ledger_line(const domain::LedgerLine& line);

/// Reports a fault unless the member `schema` is one that this version reads.
void check_schema(Members& members);

}  // namespace shiptag::adapters::json
