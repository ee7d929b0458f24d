// What the static link puts in place of functions that no archive defines; see StaticLink.cmake.
#include <unistd.h>

#include <string_view>

extern "C" {

// Called by nobody: libcurl is told which protocols and kinds of authentication it may use.
[[noreturn]] void never_called() {
  constexpr std::string_view message =
      "shiptag: a function that the static link left out was called\n";
  [[maybe_unused]] const auto written = write(STDERR_FILENO, message.data(), message.size());
  _exit(70);
}

// The linker's --wrap gives this name.
// NOLINTNEXTLINE(bugprone-reserved-identifier,readability-identifier-naming)
int __wrap_git_mbedtls_stream_global_init() {
  return 0;
}

}  // extern "C"
