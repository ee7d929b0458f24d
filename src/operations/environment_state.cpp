#include "operations/environment_state.hpp"

#include <utility>

namespace shiptag::operations {
namespace {

EnvironmentState state_from(const std::string& tag_name, const ports::TagRef* tag) {
  EnvironmentState state{.tag_name = tag_name};
  if (tag != nullptr) state.tag = *tag;
  return state;
}

/// Fills `state` from its tag's object.
void take(EnvironmentState& state, Expected<ports::TagObject> object, const World& world) {
  auto ledger = object ? world.records.read_ledger(object->message)
                       : Expected<domain::Ledger>(fail(object.error()));
  if (object) state.was_signed = object->was_signed;
  if (ledger)
    state.ledger = *std::move(ledger);
  else
    state.unreadable = while_doing("the ledger of " + state.tag_name, ledger.error());
}

}  // namespace

std::optional<domain::ObjectId> EnvironmentState::object() const {
  return tag ? std::optional(tag->object) : std::nullopt;
}

std::string EnvironmentState::newest_line() const {
  return ledger.empty() ? "" : ledger.lines().front().deployment_id;
}

Expected<std::vector<EnvironmentState>> read_environments(const std::vector<std::string>& tag_names,
                                                          const TagListing& listing, World& world) {
  std::vector<EnvironmentState> states;
  std::vector<ports::TagRef> annotated;
  for (const std::string& name : tag_names) {
    states.push_back(state_from(name, listing.find(name)));
    if (states.back().tag && states.back().tag->is_annotated())
      annotated.push_back(*states.back().tag);
  }
  if (annotated.empty()) return states;
  auto objects = world.tags.read(annotated);
  if (!objects) return fail(while_doing("reading the ledger", objects.error()));
  auto object = objects->begin();
  for (EnvironmentState& state : states)
    if (state.tag && state.tag->is_annotated()) take(state, *object++, world);
  return states;
}

Expected<EnvironmentState> read_environment_again(const std::string& tag_name, World& world) {
  TagListing listing("", {}, {tag_name});
  if (const auto listed = world.tags.list({tag_name}, listing); !listed)
    return fail(while_doing("listing " + tag_name, listed.error()));
  auto states = read_environments({tag_name}, listing, world);
  if (!states) return fail(states.error());
  return std::move(states->front());
}

Expected<std::optional<domain::Version>> running_version(const EnvironmentState& state,
                                                         const std::vector<std::string>& regions,
                                                         const VersionsOn& versions_on) {
  using Running = std::optional<domain::Version>;
  if (!state.tag) return Running{};
  if (state.is_told_by_ledger()) return domain::highest_running(state.ledger, regions);
  auto versions = versions_on(state.tag->commit);
  if (!versions) return fail(versions.error());
  return versions->empty() ? Running{} : Running{versions->front()};
}

}  // namespace shiptag::operations
