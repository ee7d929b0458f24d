#pragma once
#include <string>
#include <string_view>

#include "domain/ledger.hpp"

namespace shiptag::domain {

/// The message of an environment tag: a heading for people, and `ledger`'s lines behind the last
/// blank line.
///
/// @param tag_name  e.g. `api/production`.
/// @param run_url   of the run that writes it; may be empty.
[[nodiscard]] std::string ledger_message(std::string_view tag_name, const Ledger& ledger,
                                         std::string_view run_url);

}  // namespace shiptag::domain
