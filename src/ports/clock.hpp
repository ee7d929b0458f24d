#pragma once
#include <chrono>
#include <cstdint>

#include "base/timestamp.hpp"

namespace shiptag::ports {

/// Time and chance, so that tests can hold both still.
class Clock {
 public:
  virtual ~Clock() = default;
  [[nodiscard]] virtual Timestamp now() = 0;
  [[nodiscard]] virtual std::chrono::steady_clock::time_point steady() = 0;
  /// Sleeps; returns early when the process was told to stop.
  virtual void sleep(std::chrono::milliseconds duration) = 0;
  [[nodiscard]] virtual std::uint64_t random() = 0;  ///< 64 unpredictable bits.
};

}  // namespace shiptag::ports
