#pragma once
#include <string>
#include <string_view>

namespace shiptag::adapters::runner {

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
