#include "operations/reading/environment_state.hpp"

#include <utility>

namespace shiptag::operations {
namespace {

EnvironmentState state_from(const std::string& tag_name, const ports::TagRef* tag) {
  EnvironmentState state{.tag_name = tag_name};
  if (tag != nullptr) state.tag = *tag;
  return state;
}

bool has_object(const EnvironmentState& state) {
  return state.tag && state.tag->is_annotated();
}

/// Fills `state` from its tag's object.
void take(EnvironmentState& state, Expected<ports::TagObject> object, const Ports& ports) {
  auto ledger = object ? ports.ledger_format.read_ledger(object->message)
                       : Expected<domain::Ledger>(fail(object.error()));
  if (object) state.was_signed = object->was_signed;
  if (ledger)
    state.ledger = *std::move(ledger);
  else
    state.unreadable = while_doing("the ledger of " + state.tag_name, ledger.error());
}

/// Reads one tag at a time, to find which of them cannot be read.
Expected<void> read_each(std::vector<EnvironmentState>& states, Ports& ports) {
  for (EnvironmentState& state : states) {
    if (!has_object(state)) continue;
    auto object = ports.tags.read({*state.tag});
    if (object)
      take(state, std::move(object->front()), ports);
    else if (object.error().code == ReasonCode::ledger_unreadable)
      take(state, fail(object.error()), ports);
    else
      return fail(object.error());
  }
  return {};
}

Expected<void> read_objects(std::vector<EnvironmentState>& states, Ports& ports) {
  std::vector<ports::TagRef> annotated;
  for (const EnvironmentState& state : states)
    if (has_object(state)) annotated.push_back(*state.tag);
  if (annotated.empty()) return {};
  auto objects = ports.tags.read(annotated);
  if (!objects && objects.error().code == ReasonCode::ledger_unreadable)
    return read_each(states, ports);
  if (!objects) return fail(objects.error());
  auto object = objects->begin();
  for (EnvironmentState& state : states)
    if (has_object(state)) take(state, *object++, ports);
  return {};
}

}  // namespace

std::optional<domain::ObjectId> EnvironmentState::object() const {
  return tag ? std::optional(tag->object) : std::nullopt;
}

std::string EnvironmentState::newest_line() const {
  return ledger.empty() ? "" : ledger.lines().front().deployment_id;
}

std::vector<domain::Hold> EnvironmentState::rebuilt_holds(Timestamp now) const {
  return was_rebuilt ? ledger.holds(now) : std::vector<domain::Hold>();
}

Expected<std::vector<EnvironmentState>> read_environments(const std::vector<std::string>& tag_names,
                                                          const TagListing& listing, Ports& ports) {
  std::vector<EnvironmentState> states;
  states.reserve(tag_names.size());
  for (const std::string& name : tag_names) states.push_back(state_from(name, listing.find(name)));
  if (const auto read = read_objects(states, ports); !read)
    return fail(while_doing("reading the ledger", read.error()));
  return states;
}

Expected<EnvironmentState> read_environment_again(const std::string& tag_name, Ports& ports) {
  TagListing listing("", {}, {tag_name});
  if (const auto listed = ports.tags.list({tag_name}, listing); !listed)
    return fail(while_doing("listing " + tag_name, listed.error()));
  if (const auto ok = listing.check_names(); !ok) return fail(ok.error());
  auto states = read_environments({tag_name}, listing, ports);
  if (!states) return fail(states.error());
  return std::move(states->front());
}

void warn_of_lost_ledger(const EnvironmentState& state, domain::Outcome& outcome) {
  if (!state.tag || state.unreadable || !state.ledger.empty()) return;
  outcome.warn("No history", state.tag_name +
                                 " has no ledger: it was created or moved by hand, so it is "
                                 "unknown which versions ran there and whether it is on hold");
}

Expected<std::optional<domain::Version>> running_version(const EnvironmentState& state,
                                                         const std::vector<std::string>& regions,
                                                         const VersionsOn& versions_on) {
  using Running = std::optional<domain::Version>;
  const bool was_deployed_to = state.ledger.running("") != nullptr;
  if (state.is_told_by_ledger() && was_deployed_to)
    return domain::highest_running(state.ledger, regions);
  if (!state.tag) return Running{};
  auto versions = versions_on(state.tag->commit);
  if (!versions) return fail(versions.error());
  return versions->empty() ? Running{} : Running{versions->front()};
}

}  // namespace shiptag::operations
