#include "adapters/git_wire/after_refusal.hpp"

namespace shiptag::adapters::git_wire {
namespace {

using enum ReasonCode;

void add_lines(std::string& text, std::string_view more) {
  if (more.empty()) return;
  if (!text.empty()) text += '\n';
  text += more;
}

/// Whether `code` is a refusal, like the push's, that a retry would not change.
bool is_refusal(ReasonCode code) {
  return code == rejected_by_server || code == permission || code == invalid_input;
}

/// The error if the push was refused and the API gave no clear result.
Error undecided(const PushRefusal& refusal, const Error& by_api) {
  Error error = while_doing(refusal.error.message + "; trying the API instead", by_api);
  add_lines(error.detail, refusal.error.detail);
  add_lines(error.detail, refusal.remedy);
  return error;
}

/// Adds that the API refused it too.
void add_second_refusal(Error& error, const Error& by_api) {
  error.message += "; the API refused it too";
  add_lines(error.detail, by_api.message);
  add_lines(error.detail, by_api.detail);
}

/// Adds the names of the rules that may apply: the server's message names none.
void add_rules(PushRefusal& refusal, PushFallback& fallback) {
  const auto rules = fallback.tag_rules();
  if (!rules) return;
  std::string& detail = refusal.error.detail;
  if (!rules->empty()) {
    add_lines(detail, "Active tag rulesets:");
    for (const std::string& rule : *rules) add_lines(detail, rule);
  } else if (refusal.cause == RefusedFor::creation) {
    add_lines(detail, "No tag ruleset is active: an immutable release has used up this name");
    refusal.error.hint = "use another version: this name can never be used again";
  } else {
    add_lines(detail, "This token cannot see any tag rulesets");
  }
}

}  // namespace

Expected<ports::Updated> after_refusal(PushRefusal refusal,
                                       const std::vector<ports::TagUpdate>& updates,
                                       ports::TagStore& git, PushFallback* fallback) {
  Error& error = refusal.error;
  if (fallback != nullptr && refusal.cause == RefusedFor::workflows) {
    auto written = fallback->update(updates, git);
    if (written || written.error().code == conflict) return written;
    if (!is_refusal(written.error().code)) return fail(undecided(refusal, written.error()));
    add_second_refusal(error, written.error());
  }
  if (fallback != nullptr &&
      (refusal.cause == RefusedFor::rule || refusal.cause == RefusedFor::creation))
    add_rules(refusal, *fallback);
  add_lines(error.detail, refusal.remedy);
  return fail(std::move(error));
}

}  // namespace shiptag::adapters::git_wire
