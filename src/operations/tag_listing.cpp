#include "operations/tag_listing.hpp"

#include <algorithm>
#include <functional>
#include <utility>

namespace shiptag::operations {
namespace {

void set_state(domain::Candidate& candidate, domain::State state) {
  switch (state) {
    case domain::State::stable:
      candidate.stable = true;
      return;
    case domain::State::unstable:
      candidate.unstable = true;
      return;
    case domain::State::deprecated:
      candidate.deprecated = true;
      return;
  }
}

}  // namespace

TagListing::TagListing(std::string sub_project, domain::EnvironmentNames environments,
                       std::set<std::string> names)
    : sub_project_(std::move(sub_project)),
      environments_(std::move(environments)),
      names_(std::move(names)) {}

void TagListing::begin() {
  refs_.clear();
  versions_.clear();
  states_.clear();
  ambiguous_.clear();
}

void TagListing::tag(const ports::TagRef& tag) {
  if (names_.contains(tag.name)) refs_.insert_or_assign(tag.name, tag);
  auto name = domain::classify(tag.name, sub_project_, environments_);
  using Kind = domain::TagName::Kind;
  if (name.kind == Kind::version)
    versions_.push_back({*std::move(name.version), tag.commit});
  else if (name.kind == Kind::state)
    states_.emplace_back(*std::move(name.version), *name.state);
  else if (name.kind == Kind::ambiguous && ambiguous_.size() < most_ambiguous_names)
    ambiguous_.push_back(tag.name);
}

const ports::TagRef* TagListing::find(const std::string& name) const {
  const auto at = refs_.find(name);
  return at == refs_.end() ? nullptr : &at->second;
}

std::vector<domain::Candidate> TagListing::candidates() const {
  std::vector<domain::Candidate> all;
  all.reserve(versions_.size());
  for (const Seen& seen : versions_) all.push_back({seen.version, seen.commit});
  std::ranges::sort(all, {}, &domain::Candidate::version);
  for (const auto& [version, state] : states_) {
    const auto at = std::ranges::lower_bound(all, version, {}, &domain::Candidate::version);
    if (at != all.end() && at->version == version) set_state(*at, state);
  }
  return all;
}

std::optional<domain::Candidate> TagListing::candidate(const domain::Version& version) const {
  const auto seen = std::ranges::find(versions_, version, &Seen::version);
  if (seen == versions_.end()) return std::nullopt;
  domain::Candidate candidate{version, seen->commit};
  for (const auto& [of, state] : states_)
    if (of == version) set_state(candidate, state);
  return candidate;
}

std::vector<domain::Version> TagListing::on(const domain::ObjectId& commit) const {
  std::vector<domain::Version> found;
  for (const Seen& seen : versions_)
    if (seen.commit == commit) found.push_back(seen.version);
  std::ranges::sort(found, std::ranges::greater{});
  return found;
}

}  // namespace shiptag::operations
