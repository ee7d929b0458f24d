#pragma once
#include <ostream>
#include <string>

#include "base/secrets.hpp"
#include "base/variables.hpp"
#include "ports/clock.hpp"
#include "ports/log.hpp"
#include "ports/report_sink.hpp"

namespace shiptag::adapters::runner {

/// The files that the runner gave to this step; an empty path means that it has no such file.
struct RunnerFiles {
  std::string output;        ///< GITHUB_OUTPUT
  std::string step_summary;  ///< GITHUB_STEP_SUMMARY

  [[nodiscard]] static RunnerFiles from(const Variables& variables);
};

/// Reports to a workflow: the summary in the log and on the job's page, notices and errors as
/// annotations, and the outputs for later steps.
class RunnerReport final : public ports::ReportSink {
 public:
  /// @param log      standard output, where the runner looks for commands.
  /// @param secrets  not to be written into the files; outlives this.
  RunnerReport(RunnerFiles files, std::ostream& log, ports::Clock& clock, const Secrets& secrets)
      : files_(std::move(files)), log_(log), clock_(clock), secrets_(secrets) {}

  /// A file that is refused here is not written to later: the refusal is the caller's to report.
  [[nodiscard]] Expected<void> check() override;
  /// Writes as much as it can, whatever fails; the first failure is returned.
  [[nodiscard]] Expected<void> report(const domain::Outcome& outcome) override;
  void add_error(const std::string& message) override;

 private:
  void write_log(const domain::Outcome& outcome);
  [[nodiscard]] Expected<void> write_outputs(const domain::Outcome& outcome);
  [[nodiscard]] Expected<void> write_summary(const domain::Outcome& outcome);

  RunnerFiles files_;
  std::ostream& log_;
  ports::Clock& clock_;
  const Secrets& secrets_;
};

/// Debug lines as the runner shows them to those who asked for them.
class WorkflowLog final : public ports::Log {
 public:
  explicit WorkflowLog(std::ostream& log) : log_(log) {}
  void debug(std::string_view line) override;

 private:
  std::ostream& log_;
};

}  // namespace shiptag::adapters::runner
