#include "adapters/system/system_clock.hpp"

#include <sys/random.h>

#include <algorithm>
#include <random>
#include <thread>

#include "adapters/system/interrupt.hpp"

namespace shiptag::adapters::system {

Timestamp SystemClock::now() {
  const auto since_1970 = std::chrono::system_clock::now().time_since_epoch();
  return {std::chrono::duration_cast<std::chrono::seconds>(since_1970).count()};
}

std::chrono::steady_clock::time_point SystemClock::steady() {
  return std::chrono::steady_clock::now();
}

// In slices, because a signal may come between checking the flag and sleeping.
void SystemClock::sleep(std::chrono::milliseconds duration) {
  constexpr std::chrono::milliseconds slice{100};
  const auto end = steady() + duration;
  while (interrupted() == 0) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(end - steady());
    if (left <= std::chrono::milliseconds::zero()) return;
    std::this_thread::sleep_for(std::min(left, slice));
  }
}

std::uint64_t SystemClock::random() {
  std::uint64_t bits = 0;
  if (::getrandom(&bits, sizeof bits, 0) == static_cast<ssize_t>(sizeof bits)) return bits;
  std::random_device device;  // A signal interrupted the call, or a sandbox forbids it.
  return (std::uint64_t{device()} << 32U) | device();
}

}  // namespace shiptag::adapters::system
