#pragma once
#include <string>

#include "base/expected.hpp"
#include "domain/outcome.hpp"

namespace shiptag::ports {

/// Where a run reports how it ended: the runner's files and its log, or a terminal.
class ReportSink {
 public:
  virtual ~ReportSink() = default;
  /// Whether reporting will work, as far as can be told without reporting; called before anything
  /// is done.
  /// @return as report().
  [[nodiscard]] virtual Expected<void> check() = 0;
  /// @return `internal` naming the file that could not be written, `invalid_input` if it is
  ///         not a regular file.
  [[nodiscard]] virtual Expected<void> report(const domain::Outcome& outcome) = 0;
  /// Adds an error that report() could not report, using only the log.
  virtual void add_error(const std::string& message) = 0;
};

}  // namespace shiptag::ports
