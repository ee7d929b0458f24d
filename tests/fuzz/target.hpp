#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace shiptag::fuzz {

/// Good input, which is mutated.
[[nodiscard]] std::vector<std::string> seeds();

/// Reads `input`. It must come back, whatever the input is.
void try_input(std::string_view input);

/// Ends the program, saying `what`, unless `holds`.
void require(bool holds, std::string_view what);

}  // namespace shiptag::fuzz
