#include "adapters/runner/workflow_commands.hpp"

#include <fcntl.h>
#include <unistd.h>
#include <cerrno>
#include <cstdint>
#include <system_error>

#include "adapters/system/regular_file.hpp"
#include "base/text.hpp"

namespace shiptag::adapters::runner {
namespace {

std::string hex(std::uint64_t number) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text(16, '0');
  for (std::size_t at = text.size(); at > 0; number >>= 4U) text[--at] = digits[number & 0xFU];
  return text;
}

Expected<void> cannot_write(std::string_view what, int error) {
  return fail(ReasonCode::internal,
              "writing " + std::string(what) + ": " + std::generic_category().message(error),
              "make the file that the runner names writable for the container's user");
}

/// A file, open for appending.
Expected<system::Descriptor> open_to_append(const std::string& path, std::string_view what) {
  auto file = system::open_regular(AT_FDCWD, path, O_WRONLY | O_APPEND | O_CREAT);
  if (!file)
    return fail(ReasonCode::invalid_input,
                "writing " + std::string(what) + ": " + file.error().message,
                "set the variable to a regular file, or unset it: then nothing is written there");
  if (!file->is_open()) return fail(cannot_write(what, errno).error());
  return file;
}

// actions/runner, src/Runner.Worker/ExecutionContext.cs: _maxIssueMessageLength.
constexpr std::size_t longest_message = 4096;
constexpr std::size_t longest_title = 200;
constexpr std::size_t ellipsis = 3;  // bytes of the mark that printable() puts where it cut

std::string_view escape_of(char c) {
  switch (c) {
    case '%':
      return "%25";
    case '\r':
      return "%0D";
    case '\n':
      return "%0A";
    case ':':
      return "%3A";
    case ',':
      return "%2C";
    default:
      return {};
  }
}

std::string escaped(std::string_view text, std::string_view special) {
  std::string out;
  for (const char c : text) {
    if (special.find(c) != std::string_view::npos)
      out += escape_of(c);
    else
      out += c;
  }
  return out;
}

std::string escape_data(std::string_view text) {
  return escaped(text, "%\r\n");
}

std::string escape_property(std::string_view text) {
  return escaped(text, "%\r\n:,");
}

std::string_view word_for(AnnotationLevel level) {
  switch (level) {
    case AnnotationLevel::error:
      return "error";
    case AnnotationLevel::warning:
      return "warning";
    case AnnotationLevel::notice:
      break;
  }
  return "notice";
}

/// `text` line by line as printable() has it, within `limit` bytes.
std::string printable_lines(std::string_view text, std::size_t limit) {
  std::string out;
  for (const std::string_view line : split(text, '\n')) {
    if (!out.empty()) out += '\n';
    if (out.size() + ellipsis >= limit) break;
    out += printable(line, limit - out.size() - ellipsis);
  }
  return out;
}

}  // namespace

std::string random_word(ports::Clock& clock) {
  return hex(clock.random()) + hex(clock.random());
}

std::string command_file_entry(std::string_view name, std::string_view value, ports::Clock& clock) {
  std::string delimiter;
  do {
    delimiter = "shiptag_" + random_word(clock);
  } while (value.find(delimiter) != std::string_view::npos);
  std::string entry(name);
  entry.append("<<").append(delimiter).append("\n");
  entry.append(value).append("\n").append(delimiter).append("\n");
  return entry;
}

Expected<void> check_can_append(const std::string& path, std::string_view what) {
  if (path.empty()) return {};
  if (const auto file = open_to_append(path, what); !file) return fail(file.error());
  return {};
}

Expected<void> append_to_file(const std::string& path, std::string_view text, std::string_view what,
                              const Secrets& secrets) {
  if (path.empty() || text.empty()) return {};
  const std::string shown = secrets.redact(text);
  text = shown;
  auto file = open_to_append(path, what);
  if (!file) return fail(file.error());
  while (!text.empty()) {
    const ssize_t written = ::write(file->number(), text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return cannot_write(what, errno);
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  if (file->close() != 0) return cannot_write(what, errno);
  return {};
}

std::string annotation(AnnotationLevel level, std::string_view title, std::string_view message) {
  return "::" + std::string(word_for(level)) +
         " title=" + escape_property(printable(title, longest_title)) +
         "::" + escape_data(printable_lines(message, longest_message)) + "\n";
}

std::string debug(std::string_view line) {
  return "::debug::" + escape_data(printable_lines(line, longest_message)) + "\n";
}

std::string add_mask(std::string_view secret) {
  return "::add-mask::" + escape_data(secret) + "\n";
}

std::string without_commands(std::string_view text, std::string_view token) {
  std::string out = "::stop-commands::" + std::string(token) + "\n" + std::string(text);
  if (out.back() != '\n') out += '\n';
  return out + "::" + std::string(token) + "::\n";
}

}  // namespace shiptag::adapters::runner
