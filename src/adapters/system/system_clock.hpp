#pragma once
#include "ports/clock.hpp"

namespace shiptag::adapters::system {

/// The machine's clocks and its source of randomness.
class SystemClock final : public ports::Clock {
 public:
  [[nodiscard]] Timestamp now() override;
  [[nodiscard]] std::chrono::steady_clock::time_point steady() override;
  void sleep(std::chrono::milliseconds duration) override;
  [[nodiscard]] std::uint64_t random() override;
};

}  // namespace shiptag::adapters::system
