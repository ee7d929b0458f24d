#pragma once
#include "base/expected.hpp"
#include "domain/outcome.hpp"

namespace shiptag::ports {

/// Where a run tells what came of it: the runner's files and its log, or a terminal.
class ReportSink {
 public:
  virtual ~ReportSink() = default;
  /// @return `internal` naming the file that could not be written.
  [[nodiscard]] virtual Expected<void> report(const domain::Outcome& outcome) = 0;
};

}  // namespace shiptag::ports
