#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "adapters/git_wire/pkt_reader.hpp"

namespace shiptag::adapters::git_wire {

/// The result for one ref of a push.
struct RefStatus {
  std::string name;    ///< `refs/tags/v1.0.0`
  std::string reason;  ///< Why not, in the server's words; empty if it was updated.
};

/// A server's report on a push. All texts are verbatim.
struct PushReport {
  std::string unpack;  ///< `ok`, or what was wrong with the pack.
  std::vector<RefStatus> refs;
  std::string words;  ///< Messages for people, also of its hooks and rulesets; at most 64 KiB.
};

/// Reads the reply to a push, with side-bands or without.
/// Source: gitprotocol-pack(5), "Report Status".
class PushReportReader final : public PktReader {
 public:
  [[nodiscard]] const PushReport& report() const { return report_; }

 private:
  /// The report, whose packet lines may be wrapped in those of the side-band, cut anywhere.
  class StatusReader final : public PktReader {
   public:
    explicit StatusReader(PushReport& report) : report_(report) {}
    [[nodiscard]] Expected<void> line(const PktLine& line) override;

   private:
    void restart() override { bytes_ = 0; }
    PushReport& report_;
    std::size_t bytes_ = 0;  ///< Of the lines so far.
  };

  void restart() override;
  [[nodiscard]] Expected<void> line(const PktLine& line) override;
  [[nodiscard]] Expected<void> band(std::string_view payload);
  void hear(std::string_view words);

  PushReport report_;
  StatusReader status_{report_};
  bool banded_ = false;  ///< Whether the server uses side-bands.
};

}  // namespace shiptag::adapters::git_wire
