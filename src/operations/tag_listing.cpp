#include "operations/tag_listing.hpp"

#include <algorithm>
#include <utility>

namespace shiptag::operations {
namespace {

using Kind = domain::TagName::Kind;

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
  kept_.clear();
  ambiguous_.clear();
}

void TagListing::tag(const ports::TagRef& tag) {
  if (names_.contains(tag.name)) refs_.insert_or_assign(tag.name, tag);
  const auto name = domain::classify(tag.name, sub_project_, environments_);
  if (name.kind == Kind::version || name.kind == Kind::state)
    kept_.add(tag.name, tag.commit);
  else if (name.kind == Kind::ambiguous && ambiguous_.size() < most_ambiguous_names)
    ambiguous_.push_back(tag.name);
}

void TagListing::for_each(const Each& each) const {
  kept_.for_each([&](std::string_view name, const domain::ObjectId& commit) {
    each(domain::classify(name, sub_project_, environments_), commit);
  });
}

const ports::TagRef* TagListing::find(const std::string& name) const {
  const auto at = refs_.find(name);
  return at == refs_.end() ? nullptr : &at->second;
}

std::vector<domain::Candidate> TagListing::candidates() const {
  std::vector<domain::Candidate> all;
  std::vector<std::pair<domain::Version, domain::State>> states;
  for_each([&](const domain::TagName& name, const domain::ObjectId& commit) {
    if (name.kind == Kind::version)
      all.push_back({*name.version, commit});
    else
      states.emplace_back(*name.version, *name.state);
  });
  std::ranges::sort(all, {}, &domain::Candidate::version);
  for (const auto& [version, state] : states) {
    const auto at = std::ranges::lower_bound(all, version, {}, &domain::Candidate::version);
    if (at != all.end() && at->version == version) set_state(*at, state);
  }
  return all;
}

std::optional<domain::Candidate> TagListing::candidate(const domain::Version& version) const {
  const std::string name = version.str();
  std::optional<domain::Candidate> found;
  std::vector<domain::State> states;
  kept_.for_each([&](std::string_view kept, const domain::ObjectId& commit) {
    if (!kept.starts_with(name)) return;
    const auto read = domain::classify(kept, sub_project_, environments_);
    if (*read.version != version) return;
    if (read.kind == Kind::version)
      found = {version, commit};
    else
      states.push_back(*read.state);
  });
  if (!found) return std::nullopt;
  for (const domain::State state : states) set_state(*found, state);
  return found;
}

std::vector<domain::Version> TagListing::on(const domain::ObjectId& commit) const {
  std::vector<domain::Version> found;
  kept_.for_each([&](std::string_view name, const domain::ObjectId& of) {
    if (of != commit) return;
    auto read = domain::classify(name, sub_project_, environments_);
    if (read.kind == Kind::version) found.push_back(*std::move(read.version));
  });
  std::ranges::sort(found, std::ranges::greater{});
  return found;
}

}  // namespace shiptag::operations
