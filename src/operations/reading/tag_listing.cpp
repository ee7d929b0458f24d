#include "operations/reading/tag_listing.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <utility>

namespace shiptag::operations {
namespace {

constexpr std::size_t block_size = std::size_t{64} << 10U;
constexpr std::size_t id_size = sizeof(domain::ObjectId);
using IdBytes = std::array<char, id_size>;

constexpr std::size_t most_of_a_kind = 5;

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

/// The first of `states`, which are in order of their versions, that is of `version` or a later
/// one.
template <typename States>
auto first_of(const States& states, std::string_view version) {
  return std::lower_bound(
      states.begin(), states.end(), version,
      [](const auto& state, std::string_view wanted) { return state.version < wanted; });
}

}  // namespace

void KeptTags::add(std::string_view name, const domain::ObjectId& commit) {
  const std::size_t size = 1 + name.size() + id_size;
  if (blocks_.empty() || blocks_.back().size() + size > block_size)
    blocks_.emplace_back().reserve(block_size);
  const auto bytes = std::bit_cast<IdBytes>(commit);
  std::string& block = blocks_.back();
  block += static_cast<char>(name.size());
  block.append(name).append(bytes.data(), bytes.size());
}

void KeptTags::for_each(const Each& each) const {
  for (const std::string& block : blocks_)
    for (std::string_view rest = block; !rest.empty();) {
      const std::size_t size = static_cast<unsigned char>(rest.front());
      IdBytes bytes{};
      rest.copy(bytes.data(), id_size, 1 + size);
      each(rest.substr(1, size), std::bit_cast<domain::ObjectId>(bytes));
      rest.remove_prefix(1 + size + id_size);
    }
}

void LeftAlone::add_ambiguous(const std::string& name) {
  if (ambiguous_.size() < most_of_a_kind) ambiguous_.push_back(name);
}

void LeftAlone::add_broken(const ports::BrokenTag& tag) {
  if (faults_.size() < most_of_a_kind) faults_.push_back(tag.fault);
}

void LeftAlone::note_in(domain::Outcome& outcome) const {
  for (const std::string& name : ambiguous_)
    outcome.note("Tag ignored", name + " is neither a version tag nor a state tag");
  for (const Error& fault : faults_) outcome.warn("Tag ignored", with_hint(fault));
}

TagListing::TagListing(std::string sub_project, domain::EnvironmentNames environments,
                       std::set<std::string> names)
    : sub_project_(std::move(sub_project)),
      environments_(std::move(environments)),
      names_(std::move(names)) {}

void TagListing::begin() {
  refs_.clear();
  versions_.clear();
  states_.clear();
  left_alone_ = {};
  named_fault_ = {};
}

void TagListing::tag(const ports::TagRef& tag) {
  if (names_.contains(tag.name)) refs_.insert_or_assign(tag.name, tag);
  const auto name = domain::classify(tag.name, sub_project_, environments_);
  if (name.kind == Kind::version)
    versions_.add(tag.name, tag.commit);
  else if (name.kind == Kind::state)
    states_.add(tag.name, tag.commit);
  else if (name.kind == Kind::ambiguous)
    left_alone_.add_ambiguous(tag.name);
}

void TagListing::broken(const ports::BrokenTag& tag) {
  const auto kind = domain::classify(tag.name, sub_project_, environments_).kind;
  if (names_.contains(tag.name))
    named_fault_ = fail(tag.fault);
  else if (kind == Kind::version || kind == Kind::state)
    left_alone_.add_broken(tag);
}

const ports::TagRef* TagListing::find(const std::string& name) const {
  const auto at = refs_.find(name);
  return at == refs_.end() ? nullptr : &at->second;
}

std::vector<TagListing::StateTag> TagListing::states_by_version() const {
  std::vector<StateTag> states;
  states_.for_each([&](std::string_view name, const domain::ObjectId& commit) {
    const auto read = domain::classify(name, sub_project_, environments_);
    states.push_back({read.version->str(), *read.state, commit});
  });
  std::ranges::sort(states, {}, &StateTag::version);
  return states;
}

void TagListing::for_each_candidate(const domain::EachCandidate& each) const {
  const auto states = states_by_version();
  versions_.for_each([&](std::string_view name, const domain::ObjectId& commit) {
    auto read = domain::classify(name, sub_project_, environments_);
    domain::Candidate candidate{*std::move(read.version), commit};
    for (auto state = first_of(states, name); state != states.end() && state->version == name;
         ++state)
      if (state->commit == commit) set_state(candidate, state->state);
    each(candidate);
  });
}

std::optional<domain::Candidate> TagListing::candidate(const domain::Version& version) const {
  const std::string name = version.str();
  std::optional<domain::Candidate> found;
  versions_.for_each([&](std::string_view kept, const domain::ObjectId& commit) {
    if (kept == name) found = {version, commit};
  });
  if (!found) return std::nullopt;
  states_.for_each([&](std::string_view kept, const domain::ObjectId& commit) {
    if (!kept.starts_with(name) || commit != found->commit) return;
    const auto read = domain::classify(kept, sub_project_, environments_);
    if (*read.version == version) set_state(*found, *read.state);
  });
  return found;
}

void TagListing::note_ignored(domain::Outcome& outcome) const {
  left_alone_.note_in(outcome);
  const auto states = states_by_version();
  std::size_t noted = 0;
  versions_.for_each([&](std::string_view name, const domain::ObjectId& commit) {
    for (auto state = first_of(states, name); state != states.end() && state->version == name;
         ++state) {
      if (state->commit == commit || ++noted > most_of_a_kind) continue;
      outcome.warn("Tag ignored", state->version + "-" + std::string(to_string(state->state)) +
                                      " is on commit " + state->commit.hex() + ", but " +
                                      state->version + " is on " + commit.hex());
    }
  });
}

std::vector<domain::Version> TagListing::on(const domain::ObjectId& commit) const {
  std::vector<domain::Version> found;
  versions_.for_each([&](std::string_view name, const domain::ObjectId& of) {
    if (of == commit) found.push_back(*domain::classify(name, sub_project_, environments_).version);
  });
  std::ranges::sort(found, std::ranges::greater{});
  return found;
}

}  // namespace shiptag::operations
