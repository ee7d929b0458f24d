#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "adapters/git_wire/advertisement.hpp"
#include "adapters/git_wire/pkt_line.hpp"
#include "domain/object_id.hpp"
#include "ports/tag_store.hpp"

namespace shiptag::adapters::git_wire {

/// One ref of a push: changed from `old_id` to `new_id`; a zero id means "no ref".
struct PushCommand {
  std::string name;  ///< Without `refs/tags/`.
  domain::ObjectId old_id;
  domain::ObjectId new_id;
};

/// A push, ready to be sent as often as it takes: the same bytes make the same objects.
struct PushRequest {
  std::vector<PushCommand> commands;
  std::string pack;  ///< Empty if there are only deletions.
};

/// @return `invalid_input` if git does not allow a name, or an update asks for nothing.
[[nodiscard]] Expected<PushRequest> make_push(const std::vector<ports::TagUpdate>& updates);

/// What we use with a server that was not asked for its capabilities.
[[nodiscard]] Capabilities usual_push_capabilities();

/// The body of a push that uses those of our capabilities that are `advertised`.
/// Source: gitprotocol-pack(5), "Reference Update Request and Packfile Transfer".
[[nodiscard]] std::string push_body(const PushRequest& push, const Capabilities& advertised);

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
