#include "adapters/system/regular_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>

#include "base/text.hpp"

namespace shiptag::adapters::system {
namespace {

std::string_view kind_of(mode_t mode) {
  if (S_ISFIFO(mode)) return "a pipe";
  if (S_ISDIR(mode)) return "a folder";
  if (S_ISSOCK(mode)) return "a socket";
  if (S_ISCHR(mode) || S_ISBLK(mode)) return "a device";
  return "of an unknown kind";
}

tl::unexpected<Error> not_regular(const std::string& path, mode_t mode) {
  return fail(ReasonCode::invalid_input,
              in_quotes(path, 300) + " is " + std::string(kind_of(mode)) + ", not a regular file",
              "put a regular file there; shiptag reads and writes nothing else");
}

tl::unexpected<Error> too_long(const std::string& path, std::size_t longest) {
  return fail(ReasonCode::invalid_input,
              in_quotes(path, 300) + " is larger than " + std::to_string(longest) + " bytes");
}

bool is_absent() {
  return errno == ENOENT || errno == ENOTDIR;
}

}  // namespace

int Descriptor::close() noexcept {
  return number_ < 0 ? 0 : ::close(std::exchange(number_, -1));
}

Error cannot(std::string_view action, const std::string& path) {
  const bool is_forbidden = errno == EACCES || errno == EPERM || errno == EROFS;
  return {is_forbidden ? ReasonCode::permission : ReasonCode::unavailable,
          std::string(action) + " " + in_quotes(path, 300) + ": " +
              std::generic_category().message(errno)};
}

Expected<Descriptor> open_regular(int folder, const std::string& path, int flags) {
  constexpr mode_t for_all = 0666;  // Less what the umask takes away.
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-vararg): open(2) is older than overloads.
  Descriptor file(::openat(folder, path.c_str(), flags | O_NONBLOCK | O_CLOEXEC, for_all));
  struct stat known {};
  if (!file.is_open()) {
    // A pipe that nobody reads cannot be opened for writing without waiting.
    if (errno == ENXIO && ::fstatat(folder, path.c_str(), &known, 0) == 0)
      return not_regular(path, known.st_mode);
    return file;
  }
  if (::fstat(file.number(), &known) != 0) return fail(cannot("examining", path));
  if (!S_ISREG(known.st_mode)) return not_regular(path, known.st_mode);
  return file;
}

Expected<std::string> read_to_end(const Descriptor& file, const std::string& path,
                                  std::size_t longest) {
  std::string content;
  std::array<char, 65536> piece{};
  while (true) {
    const ssize_t got = ::read(file.number(), piece.data(), piece.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return fail(cannot("reading", path));
    if (got == 0) return content;
    content.append(piece.data(), static_cast<std::size_t>(got));
    if (content.size() > longest) return too_long(path, longest);
  }
}

Expected<std::optional<std::string>> read_regular_file(const std::string& path,
                                                       std::size_t longest) {
  const auto file = open_regular(AT_FDCWD, path, O_RDONLY);
  if (!file) return fail(file.error());
  if (!file->is_open() && is_absent()) return std::nullopt;
  if (!file->is_open()) return fail(cannot("reading", path));
  auto content = read_to_end(*file, path, longest);
  if (!content) return fail(content.error());
  return *std::move(content);
}

Expected<void> check_regular(const std::string& path, std::size_t longest) {
  struct stat known {};
  if (::stat(path.c_str(), &known) != 0) return {};  // The code that reads it will report why.
  if (!S_ISREG(known.st_mode)) return not_regular(path, known.st_mode);
  if (static_cast<std::size_t>(known.st_size) > longest) return too_long(path, longest);
  return {};
}

}  // namespace shiptag::adapters::system
