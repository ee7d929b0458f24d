#pragma once
#include <chrono>
#include <cstdint>
#include <vector>

#include "ports/clock.hpp"

namespace shiptag::fakes {

/// Time stands still until a test moves it; sleeping moves it too, and is noted.
class FakeClock final : public ports::Clock {
 public:
  std::vector<std::chrono::milliseconds> slept = {};  ///< Every sleep asked for, in order.
  std::uint64_t next_random = 1;                      ///< What random() gives, one more each time.

  void advance(std::chrono::milliseconds duration) { passed_ += duration; }

  Timestamp now() override {
    constexpr std::int64_t start = 1'763'721'045;  // 2025-11-21T10:30:45Z
    return {start + std::chrono::duration_cast<std::chrono::seconds>(passed_).count()};
  }
  std::chrono::steady_clock::time_point steady() override {
    return std::chrono::steady_clock::time_point(passed_);
  }
  void sleep(std::chrono::milliseconds duration) override {
    slept.push_back(duration);
    advance(duration);
  }
  std::uint64_t random() override { return next_random++; }

 private:
  std::chrono::milliseconds passed_{0};
};

}  // namespace shiptag::fakes
