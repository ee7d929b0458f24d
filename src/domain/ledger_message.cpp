#include "domain/ledger_message.hpp"

#include <array>

namespace shiptag::domain {
namespace {

std::string what_was_done(const LedgerLine& line) {
  constexpr std::array<std::string_view, 5> verbs = {"Deployed", "Rolled back", "Tagged", "Held",
                                                     "Resumed"};
  std::string text(verbs.at(static_cast<std::size_t>(line.operation)));
  if (!line.region.empty()) text += " " + line.region + " to " + line.version->str();
  return text + " by " + line.triggered_by;
}

std::string first_line(std::string_view tag_name, const Ledger& ledger) {
  const LedgerLine* move = ledger.newest_move();
  if (move == nullptr || !move->version) return std::string(tag_name);
  return std::string(tag_name) + " is " + move->version->str();
}

std::string held_line(const Hold& hold) {
  std::string text = hold.version.empty() ? "Held" : hold.version + " held";
  text += " since " + hold.since.rfc3339() + " by " + hold.triggered_by;
  if (hold.until) text += " until " + hold.until->rfc3339();
  return hold.reason.empty() ? text : text + ": " + hold.reason;
}

std::string overridden_line(const LedgerLine& line) {
  const Override& record = *line.override_used;
  return "Override by " + (record.by.empty() ? line.triggered_by : record.by) + ": " +
         record.reason + "\n";
}

}  // namespace

std::string ledger_message(std::string_view tag_name, const Ledger& ledger,
                           std::string_view run_url) {
  const LedgerLine& newest = ledger.lines().front();
  std::string message = first_line(tag_name, ledger) + "\n\n" + what_was_done(newest);
  if (!run_url.empty()) message += ", " + std::string(run_url);
  message += "\n";
  if (!newest.reason.empty()) message += "Reason: " + newest.reason + "\n";
  if (newest.override_used) message += overridden_line(newest);
  for (const Hold& hold : newest.holds) message += held_line(hold) + "\n";
  message += "\n";
  for (const LedgerLine& line : ledger.lines()) message += line.text + "\n";
  return message;
}

}  // namespace shiptag::domain
