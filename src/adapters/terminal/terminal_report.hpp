#pragma once
#include <ostream>
#include <string>

#include "adapters/report/summary.hpp"
#include "ports/log.hpp"
#include "ports/report_sink.hpp"

namespace shiptag::adapters::terminal {

/// The summary's tables and the details in aligned columns. Ends with a newline.
[[nodiscard]] std::string plain_text(const report::Summary& summary);

/// Reports to a person at a terminal: the summary to `out`, an error and its hint to `err`.
class TerminalReport final : public ports::ReportSink {
 public:
  TerminalReport(std::ostream& out, std::ostream& err) : out_(out), err_(err) {}
  [[nodiscard]] Expected<void> check() override { return {}; }
  [[nodiscard]] Expected<void> report(const domain::Outcome& outcome) override;
  void add_error(const std::string& message) override;

 private:
  std::ostream& out_;
  std::ostream& err_;
};

/// Debug lines on a terminal, for those who asked for them.
class TerminalLog final : public ports::Log {
 public:
  enum class Shown { no, yes };
  TerminalLog(std::ostream& err, Shown shown) : err_(err), shown_(shown) {}
  void debug(std::string_view line) override;

 private:
  std::ostream& err_;
  Shown shown_;
};

}  // namespace shiptag::adapters::terminal
