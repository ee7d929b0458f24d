#pragma once
#include <optional>

#include "adapters/git_wire/push_messages.hpp"
#include "adapters/git_wire/refusal.hpp"
#include "adapters/git_wire/session.hpp"

namespace shiptag::adapters::git_wire {

/// One push, sent until its result is known.
class Push {
 public:
  /// `store` lists the refs where a push has no report; it shares `session`.
  Push(Session& session, ports::TagStore& store, PushRequest request)
      : session_(session), store_(store), request_(std::move(request)) {}

  /// @return `conflict` and the others of TagStore::update.
  [[nodiscard]] Expected<ports::Updated> run();

  /// Set if run() failed because of the server's report.
  [[nodiscard]] const std::optional<PushRefusal>& refusal() const { return refusal_; }

 private:
  [[nodiscard]] Reply send();
  [[nodiscard]] Expected<void> discover();
  /// @return the outcome, or nullopt if the push is to be sent again.
  [[nodiscard]] std::optional<Expected<ports::Updated>> after(const Reply& answer);
  [[nodiscard]] std::optional<Expected<ports::Updated>> after_report();
  [[nodiscard]] std::optional<Expected<ports::Updated>> after_unknown(const Reply& answer);
  [[nodiscard]] std::optional<Expected<ports::Updated>> again(const Reply& answer);
  [[nodiscard]] ports::Updated updated() const;

  Session& session_;
  ports::TagStore& store_;
  PushRequest request_;
  PushReportReader reader_;
  std::optional<Capabilities> advertised_;  ///< Once the server was asked.
  std::optional<PushRefusal> refusal_;
  int attempts_ = 0;
  bool uncertain_ = false;  ///< Whether an earlier attempt may have been carried out.
};

}  // namespace shiptag::adapters::git_wire
