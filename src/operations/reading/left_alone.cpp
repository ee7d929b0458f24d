#include "operations/reading/left_alone.hpp"

namespace shiptag::operations {
namespace {

constexpr std::size_t most_of_a_kind = 5;

}  // namespace

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

}  // namespace shiptag::operations
