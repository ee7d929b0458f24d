#include "domain/hold.hpp"

#include <algorithm>
#include <iterator>

#include "base/text.hpp"

namespace shiptag::domain {
namespace {

template <typename Condition>
std::vector<Hold> those_that(const std::vector<Hold>& holds, Condition condition) {
  std::vector<Hold> chosen;
  std::copy_if(holds.begin(), holds.end(), std::back_inserter(chosen), condition);
  return chosen;
}

}  // namespace

std::string Hold::describe() const {
  std::string text = version.empty() ? "the environment" : printable(version, 250);
  text += " has been on hold since " + since.rfc3339();
  if (!triggered_by.empty()) text += " by " + printable(triggered_by);
  if (until) text += " until " + until->rfc3339();
  if (!reason.empty()) text += ": " + printable(reason, 500);
  return text;
}

std::vector<Hold> active(const std::vector<Hold>& holds, Timestamp now) {
  return those_that(holds, [now](const Hold& hold) { return hold.is_active(now); });
}

std::vector<Hold> blocking(const std::vector<Hold>& holds, const ObjectId& commit) {
  return those_that(holds, [&commit](const Hold& hold) { return hold.blocks(commit); });
}

}  // namespace shiptag::domain
