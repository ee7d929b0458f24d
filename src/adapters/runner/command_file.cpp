#include "adapters/runner/command_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <system_error>

#include "adapters/system/regular_file.hpp"

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

}  // namespace shiptag::adapters::runner
