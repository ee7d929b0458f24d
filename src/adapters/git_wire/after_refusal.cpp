#include "adapters/git_wire/after_refusal.hpp"

namespace shiptag::adapters::git_wire {
namespace {

using enum ReasonCode;

void add_lines(std::string& text, std::string_view more) {
  if (more.empty()) return;
  if (!text.empty()) text += '\n';
  text += more;
}

/// Whether `code` is a no, as the push's was, and will be one the next time.
bool is_refusal(ReasonCode code) {
  return code == rejected_by_server || code == permission || code == invalid_input;
}

/// What the API left open, after the push had been refused.
Error undecided(const PushRefusal& refusal, const Error& by_api) {
  Error error = while_doing(refusal.error.message + "; by the API instead", by_api);
  add_lines(error.detail, refusal.error.detail);
  add_lines(error.detail, refusal.remedy);
  return error;
}

/// Adds that the API refused it, too.
void add_second_refusal(Error& error, const Error& by_api) {
  error.message += "; its API does not write it either";
  add_lines(error.detail, by_api.message);
  add_lines(error.detail, by_api.detail);
}

/// Adds the names of the rules that may have been meant: the server's words have none.
void add_rules(PushRefusal& refusal, PushFallback& fallback) {
  const auto rules = fallback.tag_rules();
  if (!rules) return;
  std::string& detail = refusal.error.detail;
  if (!rules->empty()) {
    add_lines(detail, "Rulesets for tags that are active:");
    for (const std::string& rule : *rules) add_lines(detail, rule);
  } else if (refusal.cause == RefusedFor::creation) {
    add_lines(detail,
              "No ruleset for tags is active: a release of this name was immutable and has used "
              "the name up");
    refusal.error.hint = "take another version: nobody can use this name again";
  } else {
    add_lines(detail, "No ruleset for tags can be seen with this token");
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
