#pragma once
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/expected.hpp"
#include "base/secrets.hpp"
#include "ports/clock.hpp"

namespace shiptag::adapters::runner {

/// `name` and `value` as the runner's files take them, in the form that allows any value:
/// `NAME<<DELIMITER`, the value, `DELIMITER`, with an unpredictable delimiter.
/// @param name  not empty; no `=`, `<` or newline.
/// Source: actions/runner, src/Runner.Worker/FileCommandManager.cs.
[[nodiscard]] std::string command_file_entry(std::string_view name, std::string_view value,
                                             ports::Clock& clock);

/// 32 unpredictable hex digits.
[[nodiscard]] std::string random_word(ports::Clock& clock);

/// Whether append_to_file() would work. Makes the file if it is missing, and writes nothing into
/// it.
/// @return as append_to_file().
[[nodiscard]] Expected<void> check_can_append(const std::string& path, std::string_view what);

/// Adds `text`, without `secrets`, to the file at `path`; an empty path means that the runner does
/// not have the file.
/// @return `internal` naming `what` and the reason, `invalid_input` if it is not a regular file.
[[nodiscard]] Expected<void> append_to_file(const std::string& path, std::string_view text,
                                            std::string_view what, const Secrets& secrets);

}  // namespace shiptag::adapters::runner
