#pragma once
#include <string>
#include <vector>

#include "cli/input_values.hpp"

namespace shiptag::cli {

/// The option of an input: `--dry-run` for `dry_run`.
[[nodiscard]] std::string option_for(std::string_view input);

/// Reads `<operation> --option value …`. A flag alone means true.
/// @param arguments  without the program's name; asking for help is the caller's.
/// @return `invalid_input` for an unknown option, one given twice or without its value, one that
///         the operation does not use, and for a token, which others could see here.
[[nodiscard]] Expected<GivenInputs> read_options(const std::vector<std::string>& arguments);

}  // namespace shiptag::cli
