#include "adapters/terminal/terminal_report.hpp"

#include "adapters/report/summary.hpp"
#include "adapters/terminal/plain_text.hpp"
#include "base/text.hpp"

namespace shiptag::adapters::terminal {

Expected<void> TerminalReport::report(const domain::Outcome& outcome) {
  const report::Summary summary = report::summarize(outcome);
  const bool failed = exit_status(outcome.decision, outcome.reason_code) != 0;
  out_ << summary.title << "\n";
  if (!failed) out_ << summary.headline << "\n";
  out_ << "\n" << plain_text(summary);
  if (!failed && !summary.hint.empty()) out_ << "\nhint: " << summary.hint << "\n";
  out_.flush();  // before the error, where both go to one terminal
  if (failed) err_ << "error: " << summary.headline << "\n";
  if (failed && !summary.hint.empty()) err_ << "hint: " << summary.hint << "\n";
  err_.flush();
  if (!out_) return fail(ReasonCode::internal, "cannot write to standard output");
  return {};
}

void TerminalReport::add_error(const std::string& message) {
  err_ << "error: " << message << std::endl;
}

void TerminalLog::debug(std::string_view line) {
  if (shown_ == Shown::yes) err_ << "debug: " << printable(line, 2000) << std::endl;
}

}  // namespace shiptag::adapters::terminal
