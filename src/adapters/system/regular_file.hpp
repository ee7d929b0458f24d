#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <utility>

#include "base/expected.hpp"

namespace shiptag::adapters::system {

/// An open file, closed at the end.
class Descriptor {
 public:
  Descriptor() = default;
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(number_, other.number_);
    return *this;
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() { close(); }

  [[nodiscard]] bool is_open() const noexcept { return number_ >= 0; }
  [[nodiscard]] int number() const noexcept { return number_; }
  /// Closes, which is when some file systems report a failed write. @return 0, or -1 with errno.
  int close() noexcept;

 private:
  int number_ = -1;
};

/// Opens a regular file, and nothing else: a pipe would block, a device could be read without end.
/// @param folder  an open folder that `path` is in, or AT_FDCWD.
/// @param flags   of open(2); O_NONBLOCK and O_CLOEXEC are added.
/// @return a closed descriptor, with errno, if it cannot be opened; `invalid_input` if it is not a
///         regular file.
[[nodiscard]] Expected<Descriptor> open_regular(int folder, const std::string& path, int flags);

/// The content of the file at `path`; nullopt if there is none.
/// @param longest  bytes; a longer file is refused unread.
/// @return `invalid_input` if it is not a regular file or is longer, `unavailable` or `permission`
///         if it cannot be read.
[[nodiscard]] Expected<std::optional<std::string>> read_regular_file(const std::string& path,
                                                                     std::size_t longest);

/// All that is left to read of `file`.
/// @param path  for the message.
/// @return as read_regular_file().
[[nodiscard]] Expected<std::string> read_to_end(const Descriptor& file, const std::string& path,
                                                std::size_t longest);

/// Whether a library, which would wait for a pipe, may read the file at `path` itself: it must be
/// regular and have at most `longest` bytes, or not exist.
[[nodiscard]] Expected<void> check_regular(const std::string& path, std::size_t longest);

/// `permission` or `unavailable` for errno, in the system's words.
[[nodiscard]] Error cannot(std::string_view action, const std::string& path);

}  // namespace shiptag::adapters::system
