#include "adapters/runner/command_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <system_error>

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
              "the file that the runner names must be writable for the user of the container");
}

class OpenFile {
 public:
  explicit OpenFile(const std::string& path)
      : descriptor_(::open(path.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0644)) {}
  ~OpenFile() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;

  [[nodiscard]] bool is_open() const noexcept { return descriptor_ >= 0; }

  /// @return bytes written, or -1 with errno.
  [[nodiscard]] ssize_t write(std::string_view text) const {
    return ::write(descriptor_, text.data(), text.size());
  }
  /// Closes, which is when some file systems report a failed write. @return 0, or -1 with errno.
  [[nodiscard]] int close() { return ::close(std::exchange(descriptor_, -1)); }

 private:
  int descriptor_;
};

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

Expected<void> append_to_file(const std::string& path, std::string_view text, std::string_view what,
                              const Secrets& secrets) {
  if (path.empty() || text.empty()) return {};
  const std::string shown = secrets.redact(text);
  text = shown;
  OpenFile file(path);
  if (!file.is_open()) return cannot_write(what, errno);
  while (!text.empty()) {
    const ssize_t written = file.write(text);
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return cannot_write(what, errno);
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  if (file.close() != 0) return cannot_write(what, errno);
  return {};
}

}  // namespace shiptag::adapters::runner
