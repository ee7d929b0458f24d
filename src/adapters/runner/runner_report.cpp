#include "adapters/runner/runner_report.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <utility>

#include "adapters/json/result.hpp"
#include "adapters/report/summary.hpp"
#include "adapters/runner/workflow_commands.hpp"
#include "adapters/terminal/terminal_report.hpp"

namespace shiptag::adapters::runner {
namespace {

// actions/runner, src/Runner.Worker: at most 10 annotations of a kind are shown (the summary has
// them all); a summary of more than 1 MiB is discarded entirely.
constexpr std::ptrdiff_t most_annotations = 10;
constexpr std::size_t longest_summary = std::size_t{1024} * 1024;

std::string annotations(const domain::Outcome& outcome, domain::Notice::Level level) {
  std::string out;
  std::ptrdiff_t count = 0;
  for (const domain::Notice& notice : outcome.notices) {
    if (notice.level != level || ++count > most_annotations) continue;
    const bool warns = level == domain::Notice::Level::warning;
    out += annotation(warns ? AnnotationLevel::warning : AnnotationLevel::notice, notice.title,
                      notice.message);
  }
  return out;
}

std::string error(const domain::Outcome& outcome, const report::Summary& summary) {
  if (exit_status(outcome.decision, outcome.reason_code) == 0) return {};
  std::string message = summary.headline;
  if (!summary.hint.empty()) message += "\n" + summary.hint;
  return annotation(AnnotationLevel::error, summary.title, message);
}

std::size_t size_of(const std::string& path) {
  std::error_code unknown;
  const auto size = std::filesystem::file_size(path, unknown);
  return unknown ? 0 : static_cast<std::size_t>(size);
}

}  // namespace

RunnerFiles RunnerFiles::from(const Variables& variables) {
  return {.output = variables("GITHUB_OUTPUT").value_or(""),
          .step_summary = variables("GITHUB_STEP_SUMMARY").value_or("")};
}

Expected<void> RunnerReport::check() {
  using File = std::pair<std::string*, std::string_view>;
  for (const auto& [path, name] :
       {File{&files_.output, "GITHUB_OUTPUT"}, File{&files_.step_summary, "GITHUB_STEP_SUMMARY"}}) {
    auto ok = check_can_append(*path, name);
    if (ok) continue;
    path->clear();
    return ok;
  }
  return {};
}

Expected<void> RunnerReport::report(const domain::Outcome& outcome) {
  write_log(outcome);
  const std::array parts = {write_outputs(outcome), write_summary(outcome)};
  for (const Expected<void>& part : parts)
    if (!part) return part;
  if (!log_) return fail(ReasonCode::internal, "cannot write to standard output");
  return {};
}

void RunnerReport::add_error(const std::string& message) {
  log_ << annotation(AnnotationLevel::error, "shiptag", message) << std::flush;
}

void RunnerReport::write_log(const domain::Outcome& outcome) {
  const report::Summary summary = report::summarize(outcome);
  const std::string text =
      summary.title + "\n" + summary.headline + "\n\n" + terminal::plain_text(summary);
  log_ << without_commands(text, random_word(clock_))
       << annotations(outcome, domain::Notice::Level::notice)
       << annotations(outcome, domain::Notice::Level::warning) << error(outcome, summary)
       << std::flush;
}

Expected<void> RunnerReport::write_outputs(const domain::Outcome& outcome) {
  std::string entries = command_file_entry("decision", to_string(outcome.decision), clock_) +
                        command_file_entry("reason_code", to_string(outcome.reason_code), clock_) +
                        command_file_entry("result", json::write_result(outcome), clock_);
  for (const auto& [name, value] : outcome.outputs)
    entries += command_file_entry(name, value, clock_);
  return append_to_file(files_.output, entries, "GITHUB_OUTPUT", secrets_);
}

Expected<void> RunnerReport::write_summary(const domain::Outcome& outcome) {
  const std::size_t used = std::min(size_of(files_.step_summary), longest_summary);
  return append_to_file(files_.step_summary,
                        report::markdown(report::summarize(outcome), longest_summary - used),
                        "GITHUB_STEP_SUMMARY", secrets_);
}

void WorkflowLog::debug(std::string_view line) {
  log_ << runner::debug(line) << std::flush;
}

}  // namespace shiptag::adapters::runner
