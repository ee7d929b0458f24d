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

// Lines for standard output that the runner acts on. Each function returns whole lines, newline
// included. Source: actions/runner, src/Runner.Common/ActionCommand.cs.

enum class AnnotationLevel { error, warning, notice };

/// An annotation; `title` and `message` may be any text. The message is cut at 4096 bytes.
[[nodiscard]] std::string annotation(AnnotationLevel level, std::string_view title,
                                     std::string_view message);

[[nodiscard]] std::string debug(std::string_view line);

/// Hides `secret` in everything that the job prints from here on.
[[nodiscard]] std::string add_mask(std::string_view secret);

/// `text` so that nothing in it is taken for a command.
/// @param token  unpredictable, and in no line of `text`; it ends the pause.
[[nodiscard]] std::string without_commands(std::string_view text, std::string_view token);

}  // namespace shiptag::adapters::runner
